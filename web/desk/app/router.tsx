import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { features } from '../features/index.ts';
import { NotFound, PageFailed, PageLoading, Welcome } from './fallback.tsx';
import { navOf } from './nav.tsx';
import { can, sessionQuery } from './session.ts';
import { Shell } from './shell.tsx';
import { parseSearch, stringifySearch } from './url.ts';

type Context = { readonly queryClient: QueryClient };
type AnySearch = Record<string, string | undefined>;

/** Builds the routes from the features' pages; every page is a chunk of its own and has its own error boundary. */
export function createDeskRouter(context: Context) {
  const root = createRootRouteWithContext<Context>()({
    validateSearch: (search: AnySearch) => search,
    // The warehouse scope goes along with every link, without any link having to say so.
    search: { middlewares: [retainSearchParams<AnySearch>(['wh'])] },
    notFoundComponent: NotFound,
    errorComponent: PageFailed,
  });

  const shell = createRoute({
    getParentRoute: () => root,
    id: 'shell',
    component: Shell,
    beforeLoad: async ({ context: { queryClient }, location }) => {
      const session = await queryClient.ensureQueryData(sessionQuery);
      if (session.first_run) throw redirect({ to: '/first-run' as string });
      if (!session.user) throw redirect({ to: '/sign-in' as string, search: { next: location.href } });
      const stuck = session.user.must_change_password && location.pathname !== '/settings/password';
      if (stuck) throw redirect({ to: '/settings/password' as string });
    },
  });
  const home = createRoute({
    getParentRoute: () => shell,
    path: '/',
    component: Welcome,
    beforeLoad: ({ context: { queryClient } }) => {
      const user = queryClient.getQueryData(sessionQuery.queryKey)?.user;
      const first = user && navOf(features, (permission) => can(user, permission))[0]?.pages[0];
      if (first) throw redirect({ to: first.path, replace: true });
    },
  });
  const pages = features.flatMap((feature) =>
    feature.pages.map((page) =>
      createRoute({
        getParentRoute: () => shell,
        path: page.path,
        staticData: { page } as object,
        component: lazyRouteComponent(page.load),
        errorComponent: PageFailed,
        pendingComponent: PageLoading,
      }),
    ),
  );
  /** Unknown addresses keep the shell around the message. */
  const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('../features/identity/sign-in.tsx')),
    beforeLoad: async ({ context: { queryClient }, search }) => {
      const session = await queryClient.ensureQueryData(sessionQuery);
      if (session.first_run) throw redirect({ to: '/first-run' as string });
      if (session.user) throw redirect({ href: safeNext((search as AnySearch).next) });
    },
  });
  const firstRun = createRoute({
    getParentRoute: () => root,
    path: '/first-run',
    component: lazyRouteComponent(() => import('../features/identity/first-run.tsx')),
    beforeLoad: async ({ context: { queryClient } }) => {
      const session = await queryClient.ensureQueryData(sessionQuery);
      if (!session.first_run) throw redirect({ to: '/' as string });
    },
  });

  return createRouter({
    routeTree: root.addChildren([shell.addChildren([home, ...pages, unknown]), signIn, firstRun]),
    context,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultPendingComponent: PageLoading,
    scrollRestoration: true,
  });
}

/** Only addresses of the desk itself; anything else would let a link carry people to a foreign site. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}
