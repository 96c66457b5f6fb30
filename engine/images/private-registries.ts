/** How a registry authenticates pulls. */
export interface PrivateRegistry {
  /** `*` matches any characters. */
  readonly hosts: readonly string[];
  readonly name: string;
  /** Whether it requires credentials by default; false for registries with public and private images. */
  readonly isPrivate: boolean;
  /** How clusters of the same provider authenticate without a pull secret, as a sentence. */
  readonly platform?: string;
  /** The user name, if it is fixed. */
  readonly userName?: string;
  /** A noun phrase that describes the password. */
  readonly password: string;
  /** The minutes after which such a password expires, if it does. */
  readonly lifetimeMinutes?: number;
  readonly note?: string;
  /** The key in `auths`, if it is not the host. */
  readonly server?: string;
  readonly source: string;
}

/**
 * The first match wins. Whether nodes authenticate by themselves:
 * https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/
 */
export const PRIVATE_REGISTRIES: readonly PrivateRegistry[] = [
  {
    // Dual-stack: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html; China:
    // https://docs.amazonaws.cn/en_us/AmazonECR/latest/userguide/Registries.html; FIPS: the configuration of
    // the ecr-credential-provider in https://github.com/kubernetes/cloud-provider-aws.
    hosts: [
      "*.dkr.ecr.*.amazonaws.com",
      "*.dkr.ecr.*.amazonaws.com.cn",
      "*.dkr.ecr-fips.*.amazonaws.com",
      "*.dkr-ecr.*.on.aws",
    ],
    name: "Amazon ECR",
    isPrivate: true,
    platform: "Nodes in AWS get a token through their IAM role.",
    userName: "AWS",
    password: "the output of aws ecr get-login-password",
    lifetimeMinutes: 12 * 60,
    note: "A pull secret with such a token expires after 12 hours, so something must renew it.",
    source: "https://docs.aws.amazon.com/cli/latest/reference/ecr/get-login-password.html",
  },
  {
    // Other clouds: https://github.com/kubernetes-sigs/cloud-provider-azure, topics/credential-provider.md;
    // closed by default: https://learn.microsoft.com/azure/container-registry/anonymous-pull-access
    hosts: ["*.azurecr.io", "*.azurecr.cn", "*.azurecr.us"],
    name: "Azure Container Registry",
    isPrivate: true,
    platform: "AKS nodes get a token through their managed identity when the registry is attached.",
    password: "the password of a service principal or a repository-scoped token, whose name is the user",
    note: "A Microsoft Entra token, with user 00000000-0000-0000-0000-000000000000, expires after 3 hours.",
    source: "https://learn.microsoft.com/azure/container-registry/container-registry-auth-kubernetes",
  },
  {
    // Closed by default: https://cloud.google.com/artifact-registry/docs/access-control
    // The token's user: https://cloud.google.com/container-registry/docs/advanced-authentication
    hosts: ["*.pkg.dev"],
    name: "Google Artifact Registry",
    isPrivate: true,
    platform: "GKE nodes get a token through their service account.",
    userName: "_json_key",
    password: "the JSON key of a service account",
    note: "An access token, with user oauth2accesstoken, is short-lived.",
    source: "https://docs.cloud.google.com/artifact-registry/docs/docker/authentication",
  },
  {
    hosts: ["registry.gitlab.com"],
    name: "GitLab",
    isPrivate: true,
    password: "a deploy token with the scope read_registry, whose name is the user",
    source: "https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/",
  },
  {
    hosts: ["registry.digitalocean.com"],
    name: "DigitalOcean Container Registry",
    isPrivate: true,
    // The token is also the user: https://dokku.com/docs/advanced-usage/registry-management/
    password: "an API token, which is also the user",
    note: "doctl registry kubernetes-manifest generates the Secret. An integrated cluster has it in every namespace.",
    source: "https://docs.digitalocean.com/reference/doctl/reference/registry/kubernetes-manifest/",
  },
  {
    hosts: ["registry.redhat.io"],
    name: "Red Hat Registry",
    isPrivate: true,
    // https://www.ibm.com/docs/en/cloud-paks/cp-biz-automation/24.0.0?topic=console-preparing-image-pull-secrets
    platform: "OpenShift nodes use the global pull secret of the cluster.",
    password: "the token of a registry service account, whose name is the user",
    note: "Many of its images are also at registry.access.redhat.com, which requires no credentials.",
    source:
      "https://access.redhat.com/documentation/en-us/red_hat_single_sign-on_continuous_delivery/4/html/red_hat_single_sign-on_for_openshift/get_started",
  },
  {
    // Private unless created otherwise: https://docs.oracle.com/iaas/Content/Registry/Tasks/registrycreatingarepository.htm
    hosts: ["*.ocir.io", "ocir.*.oci.oraclecloud.com"],
    name: "Oracle Cloud Registry",
    isPrivate: true,
    password: "an auth token; the user is the tenancy namespace, a slash and the user name",
    source: "https://docs.oracle.com/iaas/Content/Registry/Tasks/registrypullingimagesfromocir.htm",
  },
  {
    hosts: ["cp.icr.io"],
    name: "IBM Entitled Registry",
    isPrivate: true,
    platform: "OpenShift nodes can use the global pull secret of the cluster.",
    userName: "cp",
    password: "an entitlement key",
    source:
      "https://www.ibm.com/docs/en/app-connect/containers_cd?topic=resources-obtaining-applying-your-entitlement-key",
  },
  {
    hosts: ["*.icr.io"],
    name: "IBM Cloud Container Registry",
    isPrivate: true,
    platform: "IBM Cloud clusters are created with a service ID that can pull.",
    userName: "iamapikey",
    password: "an IAM API key",
    source: "https://cloud.ibm.com/docs/Registry?topic=Registry-registry_access",
  },
  {
    // Private by default: https://docs.ansible.com/projects/ansible/13/collections/community/general/scaleway_container_registry_module.html
    hosts: ["rg.*.scw.cloud"],
    name: "Scaleway Container Registry",
    isPrivate: true,
    userName: "nologin",
    password: "the secret key of an API key",
    source: "https://github.com/scaleway/docs-content/pull/3999",
  },
  // From here on, registries with public and private images; only the user can tell which of them are
  // private.
  {
    hosts: ["docker.io"],
    name: "Docker Hub",
    isPrivate: false,
    password: "the password or an access token of the Docker ID that is the user",
    server: "https://index.docker.io/v1/",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
  },
  {
    hosts: ["ghcr.io", "docker.pkg.github.com"],
    name: "GitHub Packages",
    isPrivate: false,
    password: "a personal access token (classic) of the user with the scope read:packages",
    // The scope: https://github.com/orgs/community/discussions/25426
    source:
      "https://docs.github.com/enterprise-server@3.12/articles/configuring-docker-for-use-with-github-package-registry",
  },
  {
    hosts: ["gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io"],
    name: "Google Artifact Registry (gcr.io)",
    isPrivate: false,
    platform: "GKE nodes get a token through their service account.",
    userName: "_json_key",
    password: "the JSON key of a service account",
    source: "https://cloud.google.com/artifact-registry/docs/transition/setup-gcr-repo",
  },
  {
    hosts: ["nvcr.io"],
    name: "NVIDIA NGC",
    isPrivate: false,
    userName: "$oauthtoken",
    password: "an NGC API key",
    note: "In a shell, put the user name in single quotes.",
    source: "https://docs.nvidia.com/nim-operator/latest/image-pull-secrets.html",
  },
  {
    hosts: ["cr.yandex"],
    name: "Yandex Container Registry",
    isPrivate: false,
    userName: "json_key",
    password: "the authorized key of a service account",
    note: "An IAM token, with user iam, expires after at most 12 hours.",
    source: "https://yandex.cloud/en/docs/container-registry/operations/authentication",
  },
  {
    hosts: ["container-registry.oracle.com"],
    name: "Oracle Container Registry",
    isPrivate: false,
    password: "an auth token; the user is the address of an Oracle account that accepted the image's license",
    source:
      "https://docs.oracle.com/en/middleware/fusion-middleware/web-tier/14.1.2/ohsku/creating-kubernetes-secret-container-registry.html",
  },
];
