/**
 * Default ports of official images: those that their Dockerfiles expose, or that their variants listen on instead.
 * Images whose port is always configured are left out. Source: https://github.com/docker-library/repo-info and the
 * Dockerfiles that it lists
 */
const exposed = `
  adminer 8080
  cassandra 7000 7001 7199 9042 9160
  couchdb 4369 5984 9100
  drupal 80 9000
  elasticsearch 9200 9300
  ghost 2368
  httpd 80
  influxdb 8083 8086 8088
  joomla 80 9000
  jetty 8080
  kibana 5601
  mariadb 3306
  memcached 11211
  mongo 27017
  mongo-express 8081
  mysql 3306 33060
  nats 4222 6222 8222
  neo4j 7473 7474 7687
  nextcloud 80 9000
  nginx 80
  phpmyadmin 80 9000
  postgres 5432
  rabbitmq 4369 5671 5672 15671 15672 15691 15692 25672
  redis 6379
  registry 5000
  solr 8983
  sonarqube 9000
  tomcat 8080
  valkey 6379
  wordpress 80 9000
  zookeeper 2181 2888 3888 8080
`;

let table: ReadonlyMap<string, readonly number[]> | undefined;

/** @param name of an official image, without registry and `library/`; `undefined` if its ports are not known */
export function exposedPorts(name: string): readonly number[] | undefined {
  table ??= new Map(
    exposed
      .trim()
      .split("\n")
      .map((line) => {
        const [image = "", ...ports] = line.trim().split(" ");
        return [image, ports.map(Number)];
      }),
  );
  return table.get(name);
}
