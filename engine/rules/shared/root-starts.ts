import type { RootStart } from "../../kubernetes/process-user.ts";

/**
 * The consequence for containers without a user, as the end of a sentence. The user of an unknown image is also
 * unknown.
 */
export function consequenceOf(starts: readonly RootStart[], several: boolean): string {
  const subject = several ? "its containers" : "it";
  const verb = (stem: string) => (several ? stem : `${stem}s`);
  const kinds = new Set(starts.map(({ kind }) => kind));
  if (several && kinds.has("unknown") && kinds.size > 1)
    return "at least one of its containers starts as root";
  if (starts.length === 0 || kinds.has("unknown"))
    return `${subject} ${verb("run")} as root if ${several ? "their images default" : "its image defaults"} to root`;
  if (kinds.size === 1 && kinds.has("runs")) return `${subject} ${verb("run")} as root`;
  const start = `${subject} ${verb("start")} as root`;
  return kinds.size === 1 && kinds.has("switches") ? `${start} and ${switchText(starts, several)}` : start;
}

/** `switches to user redis itself`, as the predicate for containers that all switch their user. */
function switchText(starts: readonly RootStart[], several: boolean): string {
  const users = new Set(starts.flatMap((start) => (start.kind === "switches" ? start.user : [])));
  const [user] = users;
  const target = users.size === 1 ? `user ${user}` : "different users";
  return several ? `switch to ${target} themselves` : `switches to ${target} itself`;
}
