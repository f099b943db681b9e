import type { InvestorPage, InvestorStep } from '@/api/project_work'

type Stage = InvestorPage['stage']

/** The stages with what is behind, what is now and what is ahead. */
export function stage_line(page: Pick<InvestorPage, 'stage' | 'stages'>) {
  const at = page.stages.findIndex((each) => each.stage === page.stage)
  return page.stages.map((each, i) => ({ ...each, past: i < at, here: i === at, next: i === at + 1 }))
}

/** What goes on or can be begun now: what is in hand first, then by its due day. */
export function next_steps(steps: readonly InvestorStep[]): InvestorStep[] {
  return steps
    .filter((each) => each.state === 'doing' || (each.state === 'open' && each.ready))
    .sort((a, b) => Number(b.state === 'doing') - Number(a.state === 'doing') || (a.due ?? '9').localeCompare(b.due ?? '9'))
}

/** What the investor has to bring now: each paper once, with the steps it is for. */
export function papers_asked(steps: readonly InvestorStep[]): { paper: string; paper_en: string; steps: InvestorStep[] }[] {
  const by_paper = new Map<string, { paper_en: string; steps: InvestorStep[] }>()
  for (const step of next_steps(steps)) {
    for (const [i, paper] of step.documents.entries()) {
      const known = by_paper.get(paper)
      if (known) known.steps.push(step)
      else by_paper.set(paper, { paper_en: step.documents_en[i] ?? paper, steps: [step] })
    }
  }
  return [...by_paper].map(([paper, asked]) => ({ paper, ...asked }))
}

/** All steps by stage, in the order of the stages. */
export function steps_by_stage(page: Pick<InvestorPage, 'stages' | 'steps'>) {
  return page.stages
    .map(({ stage, name, name_en }) => ({ stage, name, name_en, steps: page.steps.filter((each) => each.stage === stage) }))
    .filter((each) => each.steps.length > 0)
    .map((each) => ({ ...each, done: each.steps.filter((step) => step.state === 'done').length }))
}

export const rating_of = (page: Pick<InvestorPage, 'ratings'>, stage: Stage) => page.ratings.find((each) => each.stage === stage)
