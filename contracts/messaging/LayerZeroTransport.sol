// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MessagingFee, MessagingReceipt, OApp, Origin} from "@layerzerolabs/lz-evm-oapp-v2/contracts/oapp/OApp.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC7786GatewaySource} from "@openzeppelin/contracts/interfaces/draft-IERC7786.sol";
import {ITransport} from "../interfaces/ITransport.sol";
import {Interoperable} from "../types/Interoperable.sol";
import {Envelope} from "./Envelope.sol";
import {Transport, Transport_UnknownChain} from "./Transport.sol";

/// @notice A LayerZero endpoint id stands for one chain for ever, and zero for none.
error LayerZeroTransport_BadChain(bytes chain, uint32 eid);
/// @notice Nothing is stuck: no verified packet waits behind the next nonce.
error LayerZeroTransport_NothingStuck(uint32 eid, uint64 nextNonce, uint64 witness);
/// @notice The skip was proposed for `nonce`; it may happen at `readyAt` (0: never proposed).
error LayerZeroTransport_SkipNotReady(uint32 eid, uint64 nonce, uint256 readyAt);

/// @title LayerZero V2 transport
/// @notice An OApp that carries envelopes. Delivery is unordered; a packet that the DVNs never verify would still block those behind it,
/// because LayerZero clears nonce n only once all lower ones are verified, so anyone may have it skipped after a delay. That loses
/// nothing: counters are cumulative and the next message carries everything.
///
/// Trust: the required DVNs that this OApp's own ULN configuration names, at the confirmations it names. The owner configures them on the
/// endpoint as the OApp's delegate.
contract LayerZeroTransport is OApp, Transport {
    /// @notice How long a missing packet may still be verified after somebody has proven that later ones are waiting.
    uint256 public constant SKIP_DELAY = 2 hours;

    /// @dev Gas bought for a delivery when the sender names none. The fixed part lets a vault try to pay one release; the rest is what
    /// storing and merging an 81-byte leaf for the first time costs (about 75k), per byte. 100 leaves stay below the 16.7M gas that one
    /// transaction may have (EIP-7825). A delivery that runs out is repeated by anyone.
    uint256 private constant BASE_GAS = 400_000;
    uint256 private constant GAS_PER_BYTE = 1_100;

    /// @dev LayerZero executor options type 3, worker 1 (executor), 17 bytes, option 1 (lzReceive), then gas u128.
    bytes6 private constant LZ_RECEIVE_OPTION = 0x000301001101;

    struct Skip {
        uint64 nonce;
        uint64 readyAt;
    }

    mapping(uint32 eid => bytes chain) private _chains;
    mapping(bytes32 chainHash => uint32 eid) private _eids;
    /// @dev By peer as well: a new peer's nonces are others.
    mapping(uint32 eid => mapping(bytes32 peer => Skip)) private _skips;

    /// @notice The chain is reached under this endpoint id from now on.
    event ChainSet(bytes chain, uint32 indexed eid);
    /// @notice A packet is missing while later ones wait; it may be skipped at `readyAt`.
    event SkipProposed(uint32 indexed eid, uint64 nonce, uint256 readyAt);
    /// @notice A packet that was never verified was given up.
    event Skipped(uint32 indexed eid, uint64 nonce);

    /// @notice Binds the transport to one endpoint.
    /// @param endpoint_ LayerZero EndpointV2 of this chain.
    /// @param owner Governance; also the OApp's delegate on the endpoint.
    constructor(address endpoint_, address owner) OApp(endpoint_, owner) Ownable(owner) {}

    /// @notice Registers a chain under its endpoint id, once. Owner only; the peer is set with `setPeer`.
    /// @param chain ERC-7930 address of the chain alone.
    function setChain(bytes calldata chain, uint32 eid) external onlyOwner {
        bytes32 hash = keccak256(chain);
        bool isTaken = _chains[eid].length != 0 || _eids[hash] != 0;
        if (eid == 0 || chain.length == 0 || isTaken) revert LayerZeroTransport_BadChain(chain, eid);
        _chains[eid] = chain;
        _eids[hash] = eid;
        emit ChainSet(chain, eid);
    }

    /// @notice Endpoint id of a chain; 0 when it is not registered.
    function eidOf(bytes calldata chain) external view returns (uint32) {
        return _eids[keccak256(chain)];
    }

    // ---------------------------------------------------------------------------------------------------- sending

    /// @inheritdoc ITransport
    function quote(
        bytes calldata recipient,
        bytes calldata payload,
        bytes[] calldata attributes
    ) external view returns (uint256) {
        bytes memory envelope = Envelope.encode(Interoperable.local(msg.sender), recipient, payload);
        return _quote(_eidOf(recipient), envelope, _options(payload, attributes), false).nativeFee;
    }

    /// @inheritdoc IERC7786GatewaySource
    /// @dev The endpoint refunds surplus to the sender itself. The send id is the packet's guid.
    function sendMessage(
        bytes calldata recipient,
        bytes calldata payload,
        bytes[] calldata attributes
    ) external payable returns (bytes32 sendId) {
        bytes memory sender = Interoperable.local(msg.sender);
        MessagingReceipt memory receipt = _lzSend(
            _eidOf(recipient),
            Envelope.encode(sender, recipient, payload),
            _options(payload, attributes),
            MessagingFee(msg.value, 0),
            msg.sender
        );
        sendId = receipt.guid;
        emit MessageSent(sendId, sender, recipient, payload, 0, attributes);
    }

    function _eidOf(bytes calldata recipient) private view returns (uint32 eid) {
        if (!Interoperable.isCanonical(recipient)) revert Transport_UnknownChain(recipient);
        eid = _eids[keccak256(Interoperable.chainOf(recipient))];
        if (eid == 0) revert Transport_UnknownChain(recipient);
    }

    function _options(bytes calldata payload, bytes[] calldata attributes) private pure returns (bytes memory) {
        uint256 limit = _gasLimit(attributes);
        if (limit == 0) limit = BASE_GAS + GAS_PER_BYTE * payload.length;
        return abi.encodePacked(LZ_RECEIVE_OPTION, uint128(limit));
    }

    // -------------------------------------------------------------------------------------------------- receiving

    /// @dev OApp has checked that the endpoint calls and that the peer of that endpoint id has sent.
    function _lzReceive(
        Origin calldata origin,
        bytes32 guid,
        bytes calldata message,
        address,
        bytes calldata
    ) internal override {
        (bytes calldata sender, bytes calldata recipient, bytes calldata payload) = Envelope.decode(message);
        _requireSenderOn(_chains[origin.srcEid], sender);
        _deliver(guid, sender, recipient, payload);
    }

    // --------------------------------------------------------------------------------------------------- skipping

    /// @notice Starts the clock on the next packet from `eid`, which is not verified although a later one is. Anyone may call.
    /// @param witness Nonce of a later packet that is verified and waits.
    function proposeSkip(uint32 eid, uint64 witness) external {
        bytes32 peer = _getPeerOrRevert(eid);
        uint64 next = endpoint.inboundNonce(address(this), eid, peer) + 1;
        if (witness <= next || endpoint.inboundPayloadHash(address(this), eid, peer, witness) == 0) {
            revert LayerZeroTransport_NothingStuck(eid, next, witness);
        }
        // Proposing again does not restart the clock.
        if (_skips[eid][peer].nonce == next) return;
        uint256 readyAt = block.timestamp + SKIP_DELAY;
        _skips[eid][peer] = Skip(next, uint64(readyAt));
        emit SkipProposed(eid, next, readyAt);
    }

    /// @notice Gives up the next packet from `eid`, once it was proposed {SKIP_DELAY} ago and is still not verified. Anyone may call.
    function skip(uint32 eid) external {
        bytes32 peer = _getPeerOrRevert(eid);
        uint64 next = endpoint.inboundNonce(address(this), eid, peer) + 1;
        Skip memory proposed = _skips[eid][peer];
        uint256 readyAt = proposed.nonce == next ? proposed.readyAt : 0;
        if (readyAt == 0 || block.timestamp < readyAt) {
            revert LayerZeroTransport_SkipNotReady(eid, next, readyAt);
        }
        delete _skips[eid][peer];
        endpoint.skip(address(this), eid, peer, next);
        emit Skipped(eid, next);
    }
}
