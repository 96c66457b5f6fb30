import type { Finding, Rule } from "../../engine/index.ts";

/** A finding, why it matters, and what other tools call it, as Markdown or plain text. */
export function findingText(
  finding: Finding,
  rule: Rule | undefined,
  page: string | undefined,
  markdown: boolean,
): string {
  const link = page === undefined ? finding.rule : `[${finding.rule}](${page})`;
  return paragraphs([
    markdown ? `**${escapeMarkdown(finding.message)}**` : finding.message,
    why(rule, markdown),
    elsewhere(finding),
    markdown ? `Kubewright ${link}` : `Kubewright ${finding.rule}`,
  ]);
}

/** The same for clients whose hover already shows the message and the rule. `named` if there are several findings. */
export function reasonText(
  finding: Finding,
  rule: Rule | undefined,
  { markdown, named }: { readonly markdown: boolean; readonly named: boolean },
): string {
  const reason = why(rule, markdown);
  const name = markdown ? `**${finding.rule}**` : finding.rule;
  return paragraphs([named && reason ? `${name}: ${reason}` : reason, elsewhere(finding)]);
}

function why(rule: Rule | undefined, markdown: boolean): string | undefined {
  return rule && (markdown ? escapeMarkdown(rule.why) : rule.why);
}

function elsewhere({ peers }: Finding): string | undefined {
  const known = Object.entries(peers).filter(([, ids]) => ids.length > 0);
  if (known.length === 0) return undefined;
  return `In other tools: ${known.map(([tool, ids]) => `${tool}: ${ids.join(", ")}`).join("; ")}`;
}

function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_{}[\]<>#|~]/g, "\\$&");
}
