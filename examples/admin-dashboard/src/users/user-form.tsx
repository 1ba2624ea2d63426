/** The form of an admin user. */
import type { AdminUser, AdminUserCreate } from '@freshline/example-server/api-types'
import type { RecordFormProps } from '../collections/collection-spec'
import { FormDialog } from '../collections/form-dialog'
import { emailAddress, oneOf, requiredText, type FormFields } from '../collections/read-form'
import { userRoles, userStatuses } from '../format/labels'
import { SelectField, TextField } from '../ui/field'

const fields: FormFields<AdminUserCreate> = {
  name: requiredText('Enter a name.'),
  email: emailAddress,
  role: oneOf(userRoles),
  status: oneOf(userStatuses),
}

/** New users are invited. */
export function UserForm(props: RecordFormProps<AdminUser, AdminUserCreate>) {
  const { row, draft, errors, busy, onSubmit, onClose } = props
  const start = { role: 'support', status: 'invited', ...row, ...draft }
  return (
    <FormDialog
      title={row === undefined ? 'New admin user' : 'Edit admin user'}
      action={row === undefined ? 'Invite user' : 'Save changes'}
      fields={fields}
      errors={errors}
      busy={busy}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <TextField label="Name" name="name" defaultValue={start.name} error={wrong['name']} />
          <TextField
            label="E-mail"
            name="email"
            type="email"
            inputMode="email"
            defaultValue={start.email}
            error={wrong['email']}
          />
          <div className="field-row">
            <SelectField
              label="Role"
              name="role"
              choices={userRoles}
              defaultValue={start.role}
              error={wrong['role']}
            />
            <SelectField
              label="Status"
              name="status"
              choices={userStatuses}
              defaultValue={start.status}
              error={wrong['status']}
            />
          </div>
        </>
      )}
    </FormDialog>
  )
}
