export type { BudgetLedger } from '@kagura/core';
