// @vitest-environment happy-dom
import { adapterContract } from '@freshline/test-utils/contract'
import { version } from 'react'
import { mount } from './mount'

adapterContract(`React ${version.split('.')[0]}`, mount)
