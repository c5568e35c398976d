// Newer versions as the developer's window shows them: `?scene=updates-offer|updates-asking|updates-fetching|updates-failed|
// updates-package|updates-kept`, `too-old` and `newer`; in every other scene this build is not set up for them.
import type { UpdateStep, UpdatesView } from '../lib/bindings'

const OFFER = { version: '0.2.0', notes: '- Groups can be compared side by side.\n- Invitations are sent in half the time.\n- A seat that falls free is told once.', made_at: '2026-12-01T08:00:00Z' }
const STEPS: Record<string, UpdateStep> = {
  'updates-asking': { step: 'asking', left: { hers: 2, others: [{ name: 'Budi Santoso', waiting: 1 }] } },
  'updates-fetching': { step: 'fetching', got: 41_000_000, total: 86_000_000 },
  'updates-failed': { step: 'failed', problem: { code: 'update_not_ours', with: {}, message: '' } },
}

export function updatesOf(scene: string): UpdatesView {
  const here = scene.startsWith('updates-') || scene === 'too-old' || scene === 'newer'
  const kept = scene === 'updates-kept' || scene === 'newer' ? { version: '0.1.0', at: '2026-11-22T09:30:00Z', may_go_back: true } : null
  const offer = here && !kept ? OFFER : null
  return {
    version: '0.1.0',
    way: scene === 'updates-package' ? 'package' : here ? 'here' : 'not_set_up',
    offer,
    mention: offer !== null,
    step: STEPS[scene] ?? { step: 'resting' },
    looked_at: here ? '2026-12-02T01:00:00Z' : null,
    kept,
  }
}
