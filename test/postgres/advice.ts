export const advice = 'no PostgreSQL here; on Debian: apt-get install postgresql';
