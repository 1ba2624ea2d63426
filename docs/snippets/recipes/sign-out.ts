import { dataSyncManager } from '@freshline/core'

export const onSignOut = () => dataSyncManager.reset()
export const onSignIn = (userId: string) => dataSyncManager.reset({ scope: userId })
