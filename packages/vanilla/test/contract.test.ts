// @vitest-environment happy-dom
import { adapterContract } from '@freshline/test-utils/contract'
import { elementContract } from './element-contract'
import { mount } from './mount'

adapterContract('vanilla stores', mount)
elementContract()
