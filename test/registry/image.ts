/** Synthetic images for tests. */
import { createHash } from "node:crypto";

export interface Blob {
  readonly digest: string;
  readonly body: Buffer;
}

/** A manifest or an index with everything that belongs to it. */
export interface TestImage {
  readonly digest: string;
  readonly type: string;
  readonly body: Buffer;
  readonly blobs: readonly Blob[];
  /** The images of an index. */
  readonly images: readonly TestImage[];
}

interface Platform {
  readonly os?: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly user?: string;
  /** Sizes in bytes. */
  readonly layers?: readonly number[];
  /** Docker's older names instead of OCI's. */
  readonly docker?: boolean;
}

const types = {
  oci: {
    index: "application/vnd.oci.image.index.v1+json",
    manifest: "application/vnd.oci.image.manifest.v1+json",
    config: "application/vnd.oci.image.config.v1+json",
    layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  },
  docker: {
    index: "application/vnd.docker.distribution.manifest.list.v2+json",
    manifest: "application/vnd.docker.distribution.manifest.v2+json",
    config: "application/vnd.docker.container.image.v1+json",
    layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  },
} as const;

/** An image for one platform. */
export function imageOf(platform: Platform): TestImage {
  const { os = "linux", architecture, variant, user, layers = [100], docker = false } = platform;
  const names = docker ? types.docker : types.oci;
  const config = blob(JSON.stringify({ os, architecture, variant, config: user ? { User: user } : {} }));
  const contents = layers.map((size, index) => blob(Buffer.alloc(size, index + 1)));
  const body = {
    schemaVersion: 2,
    mediaType: names.manifest,
    config: { mediaType: names.config, digest: config.digest, size: config.body.length },
    layers: contents.map(({ digest, body }) => ({ mediaType: names.layer, digest, size: body.length })),
  };
  return { ...blob(JSON.stringify(body)), type: names.manifest, blobs: [config, ...contents], images: [] };
}

/** An index of images, each with an attestation as written by BuildKit. */
export function indexOf(platforms: readonly Platform[], docker = false): TestImage {
  const names = docker ? types.docker : types.oci;
  const images = platforms.map((platform) => imageOf({ ...platform, docker }));
  const entries = images.flatMap(({ digest, type, body }, index) => {
    const { os = "linux", architecture, variant } = platforms[index]!;
    const entry = { mediaType: type, digest, size: body.length, platform: { os, architecture, variant } };
    return [entry, { ...entry, platform: { os: "unknown", architecture: "unknown" } }];
  });
  const body = { schemaVersion: 2, mediaType: names.index, manifests: entries };
  return { ...blob(JSON.stringify(body)), type: names.index, blobs: [], images };
}

export function blob(content: string | Buffer): Blob {
  const body = Buffer.from(content);
  return { body, digest: `sha256:${createHash("sha256").update(body).digest("hex")}` };
}
