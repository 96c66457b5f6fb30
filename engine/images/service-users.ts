import { officialImage } from "./catalogue.ts";
import { isAlpineTag } from "./distributions.ts";
import type { ImageReference } from "./reference.ts";

/** The user that an official image runs its process as, although the image itself starts as root or names no number. */
interface ServiceUser {
  /** Its number in the image's ordinary kind and in the one on Alpine. */
  readonly ordinary: number;
  readonly alpine: number;
}

/**
 * By image. Each one's entry point also starts when it is this user already. Sources: the Dockerfiles and the
 * `docker-entrypoint.sh` beside them in
 * https://github.com/docker-library/postgres/tree/6edb0a8c4def40c371514b34aef9037ec82d9110,
 * https://github.com/redis/docker-library-redis/tree/e5650da99bb377b2ed4f9f1ef993ff24729b1c16,
 * https://github.com/docker-library/rabbitmq/tree/9193c1de6d32046e0c1132841a7a4995b0dc32e0,
 * https://github.com/docker-library/memcached/tree/53ac0ecb0bf88b471a0110f8996ce791baf1a667,
 * https://github.com/docker-library/haproxy/tree/ec437dd2a3656610b10a42c08763d8fa1c591efe,
 * https://github.com/docker-library/mysql/tree/7f30fdb0738041fc5125e8218e393e0a891243e9 and
 * https://github.com/docker-library/mongo/tree/2c69a57b939afb99266e8f97258adb178e9559e0
 */
const serviceUsers: ReadonlyMap<string, ServiceUser> = new Map([
  ["haproxy", { ordinary: 99, alpine: 99 }],
  ["memcached", { ordinary: 11211, alpine: 11211 }],
  ["mongo", { ordinary: 999, alpine: 999 }],
  ["mysql", { ordinary: 999, alpine: 999 }],
  ["postgres", { ordinary: 999, alpine: 70 }],
  ["rabbitmq", { ordinary: 999, alpine: 100 }],
  ["redis", { ordinary: 999, alpine: 999 }],
]);

/** The number of the user that an image runs its process as; `undefined` where that is not known. */
export function serviceUserOf(image: ImageReference): number | undefined {
  const users = serviceUsers.get(officialImage(image)?.name ?? "");
  // Behind a digest alone may be any kind, and Windows numbers no users.
  const isKnown = image.tag !== undefined || image.digest === undefined;
  if (!users || !isKnown || /windows|nanoserver/.test(image.tag ?? "")) return undefined;
  return isAlpineTag(image.tag ?? "latest") ? users.alpine : users.ordinary;
}
