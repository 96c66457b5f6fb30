import { isBroken, readAnyDocument } from "../../documents/document.ts";
import { missingFields, mistypedValues, unknownFields } from "../../kubernetes/field-problems.ts";
import { typeOfKind } from "../../kubernetes/field-types.ts";
import type { MigrationName } from "../../kubernetes/old-versions.ts";
import { type Resource, resourcesOf } from "../../kubernetes/resource.ts";
import { applyEdits } from "../../text/range.ts";
import type { Change } from "../../yaml/edit/change.ts";
import { planEdits } from "../../yaml/edit/plan.ts";
import type { EditBuilder, MaybeChange } from "../edit.ts";
import { autoscaler } from "./autoscaler.ts";
import { definition } from "./definition.ts";
import { ingress } from "./ingress.ts";
import type { Migrate, Migration } from "./migration.ts";
import {
  deviceRequests,
  disruptionBudget,
  endpointSlice,
  priorityLevel,
  signingRequest,
  unchanged,
} from "./others.ts";
import { webhook } from "./webhook.ts";
import { workload } from "./workload.ts";

const migrations: Readonly<Record<MigrationName, Migrate>> = {
  same: unchanged,
  autoscaler,
  definition,
  deviceRequests,
  disruptionBudget,
  endpointSlice,
  ingress,
  priorityLevel,
  signingRequest,
  webhook,
  workload,
};

/**
 * The changes that move an object to a newer version of its API; `undefined` if a part of it needs a person, so that
 * the API server would reject the result.
 */
export function migrationTo(
  apiVersion: string,
  name: MigrationName,
  resource: Resource,
  edit: EditBuilder,
): Migration | undefined {
  const at = resource.root.at("apiVersion");
  const migration = migrations[name](resource, edit);
  if (!at || !migration) return undefined;
  const edits = [edit.setValue(at, apiVersion), ...migration.edits];
  const isComplete = name === "same" || hasShape(resource, apiVersion, edits);
  return isComplete ? { ...migration, edits } : undefined;
}

/** Whether the object has only fields of the new version afterwards, and all that it requires. */
function hasShape(
  { document, root, kind }: Resource,
  apiVersion: string,
  edits: readonly MaybeChange[],
): boolean {
  if (edits.includes(undefined)) return false;
  if (!typeOfKind(apiVersion, kind)) return false;
  const plan = planEdits(document.text, document.tree, [edits as readonly Change[]]);
  if (!plan.applied[0]) return false;
  const after = readAnyDocument(applyEdits(document.text, plan.edits));
  const place = root.path.join();
  const result = resourcesOf(after).find((one) => one.root.path.join() === place);
  if (!result || isBroken(after) || result.apiVersion !== apiVersion) return false;
  return (
    unknownFields(result).every(({ field }) => field !== undefined) &&
    missingFields(result).length + mistypedValues(result).length === 0
  );
}
