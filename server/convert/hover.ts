import type { Finding, Rule } from "../../engine/index.ts";

/** What a finding is, why it matters and what other tools call it; as Markdown, or as plain text. */
export function findingText(
  finding: Finding,
  rule: Rule | undefined,
  page: string | undefined,
  markdown: boolean,
): string {
  const peers = Object.entries(finding.peers).flatMap(([tool, ids]) =>
    ids.length > 0 ? [`${tool}: ${ids.join(", ")}`] : [],
  );
  const link = page === undefined ? finding.rule : `[${finding.rule}](${page})`;
  const heading = markdown ? `**${escapeMarkdown(finding.message)}**` : finding.message;
  const parts = [
    heading,
    rule && (markdown ? escapeMarkdown(rule.why) : rule.why),
    peers.length > 0 ? `Elsewhere: ${peers.join("; ")}` : undefined,
    markdown ? `Kubewright ${link}` : `Kubewright ${finding.rule}`,
  ];
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_{}[\]<>#|~]/g, "\\$&");
}
