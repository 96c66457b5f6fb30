import type { Known } from "./known.ts";

export const knownFixes: Known = {};
export const knownPresets: Known = {};
export const knownGenerated: Known = {};
/** Errors that the API server does not judge, or not in a document alone, by rule. */
export const knownRejected: Known = {
  "image-not-found": "the registry has no such image",
  "image-platform-missing": "the container runtime cannot run it",
  "image-pull-secret-wrong-type": "the kubelet does not pull with it",
  "image-reference-invalid": "the kubelet cannot pull it",
  "image-user-conflict": "the kubelet refuses to start it",
  "probe-port-name-unknown": "the kubelet finds no such port",
  "annotations-too-large": "the page's example lowers the limit by an option",
  "resource-container-unknown": "the kubelet cannot find out the amount",
  "resource-duplicate": "Kustomize refuses two files, each of which is right",
  "docker-config-in-clear": "the credential is out, whatever the server says",
  "yaml-duplicate-key": "kubectl takes the last of the two",
};
