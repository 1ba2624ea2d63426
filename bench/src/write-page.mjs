// Formats what commands write as the repository formats what people write.
import { format, resolveConfig } from 'prettier'

/** Text as prettier has it, by the kind of file that it goes to. */
export async function formatted(text, file) {
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}
