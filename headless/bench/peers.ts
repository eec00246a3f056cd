import { contextSwitchPeers } from './context-switch-peers.ts'
import { creationCostPeers } from './creation-cost-peers.ts'
import type { Peer } from './peer.ts'

/** Every tool that one of our experiments is put beside. */
export const peers: readonly Peer[] = [...creationCostPeers, ...contextSwitchPeers]
