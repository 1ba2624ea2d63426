/** The form of a customer. */
import type { Customer, CustomerCreate } from '@freshline/example-server/api-types'
import type { RecordFormProps } from '../collections/collection-spec'
import { FormDialog } from '../collections/form-dialog'
import { dollars, emailAddress, oneOf, requiredText, type FormFields } from '../collections/read-form'
import { customerStatuses, plans } from '../format/labels'
import { SelectField, TextField } from '../ui/field'
import { countryChoices } from './countries'

const fields: FormFields<CustomerCreate> = {
  company: requiredText('Enter the company’s name.'),
  contact: requiredText('Enter a name.'),
  email: emailAddress,
  country: oneOf(countryChoices),
  plan: oneOf(plans),
  mrrCents: dollars,
  status: oneOf(customerStatuses),
}

/** Revenue is entered in dollars and kept in cents. */
export function CustomerForm(props: RecordFormProps<Customer, CustomerCreate>) {
  const { row, draft, errors, busy, onSubmit, onClose } = props
  const start = { country: 'US', plan: 'team', status: 'active', mrrCents: 0, ...row, ...draft }
  return (
    <FormDialog
      title={row === undefined ? 'New customer' : 'Edit customer'}
      action={row === undefined ? 'Create customer' : 'Save changes'}
      fields={fields}
      errors={errors}
      busy={busy}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <TextField label="Company" name="company" defaultValue={start.company} error={wrong['company']} />
          <div className="field-row">
            <TextField label="Contact" name="contact" defaultValue={start.contact} error={wrong['contact']} />
            <TextField
              label="E-mail"
              name="email"
              type="email"
              inputMode="email"
              defaultValue={start.email}
              error={wrong['email']}
            />
          </div>
          <div className="field-row">
            <SelectField
              label="Country"
              name="country"
              choices={countryChoices}
              defaultValue={start.country}
              error={wrong['country']}
            />
            <SelectField
              label="Plan"
              name="plan"
              choices={plans}
              defaultValue={start.plan}
              error={wrong['plan']}
            />
          </div>
          <div className="field-row">
            <TextField
              label="Monthly revenue"
              name="mrrCents"
              type="number"
              inputMode="decimal"
              min={0}
              step="0.01"
              defaultValue={start.mrrCents / 100}
              hint="US dollars."
              error={wrong['mrrCents']}
            />
            <SelectField
              label="Status"
              name="status"
              choices={customerStatuses}
              defaultValue={start.status}
              error={wrong['status']}
            />
          </div>
        </>
      )}
    </FormDialog>
  )
}
