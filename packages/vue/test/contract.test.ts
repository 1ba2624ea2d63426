// @vitest-environment happy-dom
import { adapterContract } from '@freshline/test-utils/contract'
import { version } from 'vue'
import { mount } from './mount'

adapterContract(`Vue ${version.split('.', 2).join('.')}`, mount)
