using System.Collections.Immutable;

namespace Axle.Workflows.Transfer;

/// <summary>Everything that a store keeps: the tables that travel when it is moved.</summary>
public static class TransferTables
{
    /// <summary>The tables; those of runs side by side.</summary>
    public static ImmutableArray<TransferTable> All { get; } =
    [
        new("workflows", 1, [.. Texts("hash", "name", "version", "definition")]),
        new("runs", 1,
        [
            .. Numbers("id"), .. Texts("run_id", "workflow", "definition", "status"), .. Numbers("last_seq", "created_at", "updated_at", "wake_at", "due_at"),
            .. Numbers("epoch", "attention"), .. Texts("parent", "group_name"), .. Numbers("group_limit"), .. Texts("tenant"),
        ])
        { Unique = ["run_id"], IsOfRuns = true },
        new("events", 2, [.. Numbers("run", "seq", "at", "wake_at"), .. Bytes("data")]) { IsOfRuns = true },
        new("checkpoints", 3, [.. Numbers("run", "seq"), .. Texts("name"), .. Flags("automatic"), .. Numbers("at")]) { IsOfRuns = true },
        new("signals", 2,
        [
            .. Numbers("run"), .. Texts("signal"), .. Numbers("id"), .. Texts("name"), .. Bytes("body"), .. Texts("sender"),
            .. Numbers("at"), .. Flags("consumed"),
        ])
        { Unique = ["id"], IsOfRuns = true },
        new("snapshots", 1, [.. Numbers("run", "seq"), .. Bytes("data")]) { IsOfRuns = true },
        new("payload_uses", 2, [.. Numbers("run"), .. Texts("hash")]) { IsOfRuns = true },
        new("payloads", 1, [.. Texts("hash"), .. Bytes("data")]),
        new("shared_values", 2, [.. Texts("space", "key"), .. Numbers("version"), .. Bytes("value"), .. Numbers("expires_at")]),
        new("tenant_keys", 1, [.. Texts("id", "tenant"), .. Numbers("number"), .. Bytes("wrapped"), .. Numbers("created_at", "destroyed_at")])
        {
            Unique = ["tenant, number"],
        },
        .. Ledger, .. Identity,
    ];

    private static ImmutableArray<TransferTable> Ledger =>
    [
        new("model_calls", 1,
        [
            new("id", CellKind.Id), .. Numbers("at"), .. Texts("outcome"), .. Numbers("owner"),
            .. Texts("tenant", "user_id", "session", "run", "step", "agent", "provider", "model"),
            .. Numbers("input", "output", "cache_read", "cache_write", "cache_write_long", "reasoning", "audio_input", "audio_output", "image_output"),
            .. Texts("server_tools", "unknown"),
            .. Numbers("usd_input", "usd_cache", "usd_output", "usd_tools", "more_usd", "more_tokens", "more_calls"), .. Texts("unpriced", "budgets"),
        ]),
        new("model_budgets", 2,
        [
            .. Texts("budget", "period"), .. Numbers("limit_usd", "limit_tokens", "limit_calls", "raised_usd", "raised_tokens", "raised_calls"),
            .. Flags("is_raised"), .. Numbers("spent_usd", "spent_tokens", "spent_calls", "alert_at"), .. Flags("alerted"), .. Numbers("changed_at"),
        ]),
    ];

    private static ImmutableArray<TransferTable> Identity =>
    [
        new("users", 1,
        [
            .. Texts("id", "name", "email", "password"), .. Bytes("totp"), .. Flags("is_owner", "is_disabled"), .. Bytes("invitation"),
            .. Numbers("invitation_ends_at", "code_step", "created_at", "version"),
        ])
        { Unique = ["name", "invitation"] },
        new("user_logins", 2, [.. Texts("issuer", "subject", "user_id")]),
        new("user_recovery_codes", 2, [.. Texts("user_id"), .. Bytes("hash")]),
        new("user_passkeys", 1,
        [
            .. Bytes("credential"), .. Texts("user_id", "name"), .. Bytes("public_key"), .. Numbers("created_at", "sign_count"),
            .. Flags("is_backup_eligible", "is_backed_up"), .. Numbers("used_at"),
        ]),
        new("user_sessions", 1,
        [
            .. Texts("id", "user_id"), .. Bytes("token"), .. Numbers("created_at", "seen_at", "ends_at"), .. Texts("agent", "place"),
        ])
        { Unique = ["token"] },
        new("api_keys", 1,
        [
            .. Texts("id", "user_id", "tenant", "name"), .. Bytes("secret"), .. Texts("permissions"),
            .. Numbers("created_at", "expires_at", "used_at", "revoked_at"),
        ])
        { Unique = ["secret"] },
        new("tenants", 1, [.. Texts("id", "name"), .. Numbers("created_at")]),
        new("tenant_members", 2, [.. Texts("tenant", "user_id", "role")]),
        new("audit_entries", 1,
        [
            .. Numbers("number", "at"), .. Texts("actor", "tenant", "action", "subject", "outcome", "reason", "place"), .. Bytes("previous", "hash"),
        ])
        { IsOnlyAddedTo = true },
        new("audit_head", 1, [.. Numbers("id", "number"), .. Bytes("hash")]),
    ];

    private static IEnumerable<TransferColumn> Numbers(params string[] names) => names.Select(static n => new TransferColumn(n, CellKind.Number));

    private static IEnumerable<TransferColumn> Flags(params string[] names) => names.Select(static n => new TransferColumn(n, CellKind.Flag));

    private static IEnumerable<TransferColumn> Texts(params string[] names) => names.Select(static n => new TransferColumn(n, CellKind.Text));

    private static IEnumerable<TransferColumn> Bytes(params string[] names) => names.Select(static n => new TransferColumn(n, CellKind.Bytes));
}
