/** The form of a license key. */
import type { LicenseKey, LicenseKeyCreate } from '@freshline/example-server/api-types'
import type { RecordFormProps } from '../collections/collection-spec'
import { FormDialog } from '../collections/form-dialog'
import { dayOrNever, oneOf, wholeNumber, type FormFields } from '../collections/read-form'
import { licenseStatuses, plans, products } from '../format/labels'
import { toDateInput } from '../format/time'
import { Field, SelectField, TextField } from '../ui/field'
import { CustomerPicker } from './customer-picker'

const productChoices = products.map((value) => ({ value, label: value }))
const YEAR = 365 * 86_400_000

/** New keys run for a year unless something else is entered. */
export function KeyForm(props: RecordFormProps<LicenseKey, LicenseKeyCreate>) {
  const { row, draft, errors, busy, onSubmit, onClose } = props
  const start = {
    product: productChoices[0]?.value,
    plan: 'team',
    seats: 5,
    status: 'active',
    ...row,
    ...draft,
  }
  const expiresAt = start.expiresAt === undefined ? endOfDayIn(YEAR) : start.expiresAt
  const day = { text: expiresAt === null ? '' : toDateInput(expiresAt), at: expiresAt }
  const fields: FormFields<LicenseKeyCreate> = {
    customerId: (text) => (text === '' ? { error: 'Choose a customer.' } : { value: Number(text) }),
    product: oneOf(productChoices),
    plan: oneOf(plans),
    seats: wholeNumber(1, 10_000),
    status: oneOf(licenseStatuses),
    expiresAt: dayOrNever(day),
  }
  return (
    <FormDialog
      title={row === undefined ? 'New license key' : 'Edit license key'}
      description={
        row === undefined ? 'The key itself is made by the server.' : <span className="mono">{row.key}</span>
      }
      action={row === undefined ? 'Create key' : 'Save changes'}
      fields={fields}
      errors={errors}
      busy={busy}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <Field label="Customer" error={wrong['customerId']}>
            {(control) => (
              <CustomerPicker
                control={control}
                name="customerId"
                start={row === undefined ? undefined : { id: row.customerId, company: row.customerName }}
              />
            )}
          </Field>
          <div className="field-row">
            <SelectField
              label="Product"
              name="product"
              choices={productChoices}
              defaultValue={start.product}
              error={wrong['product']}
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
              label="Seats"
              name="seats"
              type="number"
              inputMode="numeric"
              min={1}
              max={10_000}
              defaultValue={start.seats}
              hint={row === undefined ? 'Activations the key allows.' : `${row.seatsUsed} in use.`}
              error={wrong['seats']}
            />
            <SelectField
              label="Status"
              name="status"
              choices={licenseStatuses}
              defaultValue={start.status}
              error={wrong['status']}
            />
          </div>
          <TextField
            label="Expires"
            name="expiresAt"
            type="date"
            defaultValue={day.text}
            hint="Leave empty for a perpetual license."
            error={wrong['expiresAt']}
          />
        </>
      )}
    </FormDialog>
  )
}

function endOfDayIn(ms: number): number {
  return new Date(Date.now() + ms).setHours(23, 59, 59, 0)
}
