// A user of the static token file that the shared cluster starts with.

export const staticToken = { token: 'e2e-token-of-jane', user: 'jane', uid: '1001', groups: ['team-a', 'team-b'] };

/** A line of Kubernetes' static token file. */
export const tokenFile = (): string => {
  const { token, user, uid, groups } = staticToken;
  return `${token},${user},${uid},"${groups.join(',')}"\n`;
};
