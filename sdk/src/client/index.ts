/** Depositing, withdrawing and looking after an account. */
export type { AccountLine, AccountParameters, AccountView, CreditInFlight } from "./actions/account.ts";
export type { ClaimParameters, ClaimResult } from "./actions/claim.ts";
export type { DepositParameters, DepositResult } from "./actions/deposit.ts";
export type { PokeParameters } from "./actions/poke.ts";
export type { QuoteParameters } from "./actions/quote.ts";
export type { RedepositParameters, RedepositResult } from "./actions/redeposit.ts";
export type { SendReleasedParameters, SendResult } from "./actions/sendReleased.ts";
export type { RegisterResult, SetDelegateParameters } from "./actions/setDelegate.ts";
export type { SetPayoutParameters } from "./actions/setPayout.ts";
export type { CreditLike, SyncContent, SyncParameters } from "./actions/sync.ts";
export type { TrackDepositParameters } from "./actions/trackDeposit.ts";
export type { TrackWithdrawalParameters } from "./actions/trackWithdrawal.ts";
export type { WithdrawParameters, WithdrawResult } from "./actions/withdraw.ts";
export { type Causeway, type CausewayOptions, createCauseway } from "./createCauseway.ts";
export type { Quote, RouteFee, UnavailableRoute } from "./fees.ts";
export type { AccountLike, AmountLike, OwnerLike, RouteSelection } from "./inputs.ts";
export type { SentInfo, SigningOptions } from "./transaction.ts";
export {
  type AssetDescription,
  type AssetRef,
  type ChainDescription,
  type ChainRef,
  type Deployment,
  type HubDescription,
  type HubRef,
  parseDeployment,
  resolveWorld,
  type TransportDescription,
  type TransportRef,
  type VaultDescription,
  type VaultRef,
  type World,
} from "../deployment/index.ts";
