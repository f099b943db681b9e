import type { Account } from '@/api/calls'

const kWorkers: readonly Account['role'][] = ['administrator', 'leader', 'officer', 'agent']

/** Who can take over work that lies in the zones: in all of them first, then in some; by name. */
export function able_in(accounts: readonly Account[], zones: readonly string[]): { account: Account; all: boolean }[] {
  const sees = (account: Account, zone: string) => !account.zones.length || account.zones.includes(zone)
  return accounts
    .filter((each) => !each.disabled && kWorkers.includes(each.role) && zones.some((zone) => sees(each, zone)))
    .map((account) => ({ account, all: zones.every((zone) => sees(account, zone)) }))
    .sort((a, b) => Number(b.all) - Number(a.all) || a.account.display_name.localeCompare(b.account.display_name, 'zh-CN'))
}
