/** Countries that can be chosen for a customer. */
import { countryName } from '../format/labels'

const codes =
  'AR AT AU BE BR CA CH CL CO CZ DE DK EE EG ES FI FR GB GR HK HU ID IE IL IN IS IT JP KE KR LT LU LV MX MY NG NL NO NZ PE PH PL PT RO RS SA SE SG SI SK TH TR TW UA US UY VN ZA'

/** By name, in alphabetical order. */
export const countryChoices: readonly { value: string; label: string }[] = codes
  .split(' ')
  .map((value) => ({ value, label: countryName(value) }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'))
