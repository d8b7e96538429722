import type { Feature } from '../../app/feature.ts';

export const identity: Feature = {
  module: 'identity',
  pages: [
    {
      path: '/settings/users',
      title: { zh: '用户与权限', en: 'Users and roles' },
      nav: 'settings',
      order: 30,
      permission: 'identity.manage_users',
      hints: 'yhqx yonghu quanxian juese user role',
      load: () => import('./users.tsx'),
    },
    {
      path: '/settings/keys',
      title: { zh: '接口密钥', en: 'API keys' },
      nav: 'settings',
      order: 31,
      permission: 'identity.manage_keys',
      hints: 'jkmy miyao api key',
      load: () => import('./keys.tsx'),
    },
    {
      path: '/settings/audit',
      title: { zh: '审计轨迹', en: 'Audit trail' },
      nav: 'settings',
      order: 32,
      permission: 'platform.read_audit',
      hints: 'sjgj shenji rizhi audit log',
      load: () => import('./audit.tsx'),
    },
    {
      path: '/settings/profile',
      title: { zh: '账户与安全', en: 'Account and security' },
      nav: 'settings',
      order: 80,
      hints: 'zhaq zhanghu anquan liangbu totp profile',
      load: () => import('./profile.tsx'),
    },
  ],
};
