/** A response schema, by any Standard Schema library (standardschema.dev, version 1). */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ValidationError } from '../errors'

/**
 * The data as the schema makes it; a promise where the schema is asynchronous.
 * @throws ValidationError where the schema finds issues. The message tells only where: the issues' own texts may quote the data
 */
export function checkSchema<T>(
  schema: StandardSchemaV1<unknown, T>,
  data: unknown,
  label = 'data',
): T | Promise<T> {
  const checked = schema['~standard'].validate(data)
  return 'then' in checked
    ? checked.then((result) => resolveIssues(result, label))
    : resolveIssues(checked, label)
}

function resolveIssues<T>(result: StandardSchemaV1.Result<T>, label: string): T {
  const { issues } = result
  if (!issues) return result.value
  const path = issues[0]?.path?.map((step) => String(typeof step === 'object' ? step.key : step)) ?? []
  throw new ValidationError(`${label}: ${issues.length} schema issues, at "${path.join('.')}"`, { issues })
}
