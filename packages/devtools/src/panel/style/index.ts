/** The panel's styles: constructed style sheets, so that the strictest policy has nothing against them. */
import { base } from './base'
import { details } from './details'
import { figures } from './figures'
import { frame } from './frame'
import { lists } from './lists'
import { states } from './states'
import { views } from './views'

export const panelStyles = [base, frame, lists, states, details, views, figures]
