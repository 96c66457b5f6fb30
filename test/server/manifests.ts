/** A Pod with a privileged container, the finding that these tests look for. */
export function privilegedPod(name = "web"): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.2.3
      securityContext:
        privileged: true
`;
}
export const privileged = "privileged-container";

/** A Pod whose image requires credentials once settings list its registry as private. */
export const privatePod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  serviceAccountName: puller
  containers:
    - name: web
      image: registry.example.com/web:1.2.3
`;
export const pullSecretMissing = "image-pull-secret-missing";
export const privateRegistry = { registries: { private: ["registry.example.com"] } };

/** The ServiceAccount of that Pod, with or without a pull secret. */
export function serviceAccount(secret?: string): string {
  const secrets = secret === undefined ? "" : `imagePullSecrets: [{ name: ${secret} }]\n`;
  return `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: puller, namespace: shop }\n${secrets}`;
}

/** A Service with an annotation that must be a string: the only finding here with a safe fix. */
export function annotated(value: string): string {
  return `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations:
    prometheus.io/port: ${value}
`;
}
export const notString = "value-not-string";
