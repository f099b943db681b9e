import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { createRouter, createWebHistory } from 'vue-router'
import { first_page } from './features/today/first_page'
import { useCatalogue } from './shared/catalogue'
import { useSession } from './shared/session'
import { begun, remember } from './shared/start'

/** An address of a page about a place that names none means where one begins. */
function begin_at_zones(to: RouteLocationNormalized): RouteLocationRaw | true {
  const query = begun(to.query, useCatalogue())
  return Object.keys(query).length === Object.keys(to.query).length ? true : { name: to.name!, query, replace: true }
}

/** `public`: for everybody who has the address. `uses` names the pickers of the top bar that mean something on the page; `page` is its place in the rail. */
export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('./features/map/MapView.vue'), beforeEnter: first_page },
    { path: '/login', name: 'login', component: () => import('./features/account/LoginView.vue'), meta: { bare: true } },
    { path: '/sign-in/done', name: 'sign-in-done', component: () => import('./features/account/SignInDone.vue'), meta: { bare: true, open: true } },
    { path: '/email', name: 'email', component: () => import('./features/account/EmailView.vue'), meta: { bare: true } },
    { path: '/second-factor', name: 'second-factor', component: () => import('./features/account/SecondFactorView.vue'), meta: { bare: true } },
    { path: '/password', name: 'password', component: () => import('./features/account/PasswordView.vue'), meta: { bare: true } },
    { path: '/today', name: 'today', component: () => import('./features/today/TodayView.vue') },
    { path: '/tasks', name: 'tasks', component: () => import('./features/tasks/TasksView.vue') },
    { path: '/alarms', name: 'alarms', component: () => import('./features/alarms/AlarmsView.vue') },
    { path: '/campaigns', name: 'campaigns', component: () => import('./features/campaigns/CampaignsView.vue') },
    { path: '/campaigns/:id(\\d+)', name: 'campaign', component: () => import('./features/campaigns/CampaignView.vue'), meta: { page: 'campaigns' } },
    { path: '/kpis', name: 'kpis', component: () => import('./features/kpis/KpisView.vue') },
    { path: '/map', name: 'map', component: () => import('./features/map/MapView.vue'), beforeEnter: begin_at_zones, meta: { uses: ['region', 'chain', 'period'] } },
    { path: '/chains', name: 'chains', component: () => import('./features/chains/ChainsView.vue'), meta: { uses: ['chain'] } },
    { path: '/targets', name: 'targets', component: () => import('./features/targets/TargetsView.vue'), beforeEnter: begin_at_zones, meta: { uses: ['region', 'chain'] } },
    { path: '/backtest', name: 'backtest', component: () => import('./features/backtest/BacktestView.vue'), meta: { uses: ['any_chain'], page: 'map' } },
    { path: '/enterprises', name: 'enterprises', component: () => import('./features/enterprises/EnterprisesView.vue'), meta: { uses: ['region', 'any_chain', 'period'] } },
    { path: '/enterprises/:key', name: 'enterprise', component: () => import('./features/enterprises/EnterpriseView.vue'), meta: { page: 'enterprises' } },
    { path: '/leads', name: 'leads', component: () => import('./features/leads/LeadsView.vue') },
    { path: '/leads/new', name: 'lead-new', component: () => import('./features/leads/LeadForm.vue'), meta: { page: 'leads' } },
    { path: '/leads/:id(\\d+)', name: 'lead', component: () => import('./features/leads/LeadView.vue'), meta: { page: 'leads' } },
    { path: '/projects', name: 'projects', component: () => import('./features/projects/BoardView.vue'), meta: { uses: ['any_chain'] } },
    { path: '/projects/new', name: 'project-new', component: () => import('./features/projects/ProjectForm.vue'), meta: { page: 'projects' } },
    { path: '/projects/:id(\\d+)', name: 'project', component: () => import('./features/projects/ProjectView.vue'), meta: { page: 'projects' } },
    { path: '/people', name: 'people', component: () => import('./features/people/PeopleView.vue'), meta: { page: 'projects' } },
    { path: '/investor/:token?', name: 'investor', component: () => import('./features/investor/InvestorView.vue'), meta: { bare: true, public: true } },
    { path: '/radar', name: 'radar', component: () => import('./features/radar/RadarView.vue'), meta: { uses: ['region', 'any_chain'] } },
    { path: '/jobs', name: 'jobs', component: () => import('./features/jobs/JobsView.vue') },
    { path: '/admin', name: 'admin', component: () => import('./features/admin/AdminView.vue') },
    { path: '/:rest(.*)*', name: 'lost', component: () => import('./shared/LostView.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  // Who holds the address needs no account, and nothing is asked about one.
  if (to.meta.public) return true
  const session = useSession()
  if (session.state === 'unknown') {
    // Who is asking, the lists every page needs and the page's own code are fetched side by side. Lists that are
    // refused to whom is not signed in are asked for again later.
    void useCatalogue().ready().catch(() => {})
    for (const { components } of to.matched) {
      const load = components?.default
      if (typeof load === 'function') void (load as () => Promise<unknown>)().catch(() => {})
    }
    await session.load()
  }
  if (session.state === 'out') return to.name === 'login' || to.meta.open ? true : { name: 'login', query: to.fullPath === '/' ? {} : { then: to.fullPath } }
  if (session.me?.must_change_password) return to.name === 'password' ? true : { name: 'password', query: { then: to.fullPath } }
  if (to.name === 'login') return { name: 'map' }
  if (!to.meta.bare) await useCatalogue().ready()
  return true
})

router.afterEach((to) => {
  if (!to.meta.bare && !to.meta.public) remember(to.query)
})
