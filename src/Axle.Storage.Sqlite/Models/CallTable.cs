using Axle.Models;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>Table <c>model_calls</c>: what every call consumed and cost. Its keys are in order of time, so that new rows lie together.</summary>
internal sealed class CallTable(SqliteLink link) : IDisposable
{
    private const string Columns =
        "id, at, outcome, owner, tenant, user, session, run, step, agent, provider, model, input, output, cache_read, cache_write, cache_write_long, reasoning, " +
        "audio_input, audio_output, image_output, server_tools, unknown, usd_input, usd_cache, usd_output, usd_tools, more_usd, more_tokens, more_calls, unpriced, budgets";

    private readonly Statement _put = new(
        link, $"INSERT OR REPLACE INTO model_calls ({Columns}) VALUES ({string.Join(", ", Enumerable.Range(1, 32).Select(static i => $"?{i}"))})");

    private readonly Statement _list = new(link, $"SELECT {Columns} FROM model_calls WHERE {CallFilter.Sql} ORDER BY id DESC LIMIT ?7");
    private readonly Statement _openOf = new(link, $"SELECT {Columns} FROM model_calls WHERE owner = ?1");
    private readonly Statement _owners = new(link, "SELECT DISTINCT owner FROM model_calls WHERE owner IS NOT NULL");
    private readonly Statement _forget = new(link, "DELETE FROM model_calls WHERE id < ?1 AND owner IS NULL");

    /// <summary>Writes a call; one that is there is replaced.</summary>
    /// <param name="entry">The call.</param>
    /// <param name="owner">The process that makes it, while it is open.</param>
    public void Put(LedgerEntry entry, string? owner)
    {
        var (usage, scope, cost) = (entry.Usage, entry.Scope, entry.Cost);
        _put.Run(
            Key(entry.Id), entry.At.UtcTicks, StoredCall.NameOf(entry.Outcome), entry.Outcome == CallOutcome.Open ? owner : null,
            scope.Tenant, scope.User, scope.Session, scope.Run, scope.Step, scope.Agent, entry.Provider, entry.Model,
            usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens, usage.CacheWriteTokens, usage.LongCacheWriteTokens, usage.ReasoningTokens,
            usage.AudioInputTokens, usage.AudioOutputTokens, usage.ImageOutputTokens, StoredCall.Text(usage.ServerTools), StoredCall.Text(usage.Unknown),
            cost.Input.ToStored(), cost.Cache.ToStored(), cost.Output.ToStored(), cost.Tools.ToStored(),
            entry.AtMostMore.Usd.ToStored(), entry.AtMostMore.Tokens, entry.AtMostMore.Calls,
            StoredCall.Text(entry.Unpriced), StoredCall.Text(entry.Budgets));
    }

    /// <summary>Calls, newest first.</summary>
    public List<LedgerEntry> List(LedgerQuery query)
    {
        using var rows = CallFilter.Query(_list, query);
        var entries = new List<LedgerEntry>();
        while (rows.Read())
            entries.Add(Read(rows));
        return entries;
    }

    /// <summary>The calls of a process that are under way.</summary>
    public List<LedgerEntry> OpenOf(string owner) => _openOf.List(Read, owner);

    /// <summary>The processes that have calls under way.</summary>
    public List<string> Owners() => _owners.List(static r => r.Text(0));

    /// <summary>Gives calls of a user another name, and takes their conversations away.</summary>
    public int ForgetUser(string tenant, string user, string pseudonym)
    {
        using var forget = new Statement(
            link,
            "UPDATE model_calls SET user = ?3, session = NULL, budgets = CASE WHEN owner IS NULL THEN NULL ELSE budgets END " +
            "WHERE user = ?2 AND ifnull(tenant, 'default') = ?1");
        return forget.Run(tenant, user, pseudonym);
    }

    /// <summary>Removes calls that began before.</summary>
    public int Forget(DateTimeOffset before) => _forget.Run(Key(Guid.CreateVersion7(before)));

    public void Dispose()
    {
        _put.Dispose();
        _list.Dispose();
        _openOf.Dispose();
        _owners.Dispose();
        _forget.Dispose();
    }

    private static SqlValue Key(Guid id) => (ReadOnlyMemory<byte>)id.ToByteArray(bigEndian: true);

    private static LedgerEntry Read(SqlRows r) => new(
        new Guid(r.Bytes(0), bigEndian: true),
        r.Time(1),
        new Scope
        {
            Tenant = r.TextOrNull(4),
            User = r.TextOrNull(5),
            Session = r.TextOrNull(6),
            Run = r.TextOrNull(7),
            Step = r.TextOrNull(8),
            Agent = r.TextOrNull(9),
        },
        r.Text(10),
        r.Text(11))
    {
        Outcome = StoredCall.OutcomeOf(r.Text(2)),
        Usage = new ModelUsage(r.Int64(12), r.Int64(13), r.Int64(14))
        {
            CacheWriteTokens = r.Int64(15),
            LongCacheWriteTokens = r.Int64(16),
            ReasoningTokens = r.Int64(17),
            AudioInputTokens = r.Int64(18),
            AudioOutputTokens = r.Int64(19),
            ImageOutputTokens = r.Int64(20),
            ServerTools = StoredCall.Counts(r.TextOrNull(21)),
            Unknown = StoredCall.Counts(r.TextOrNull(22)),
            IsMissing = StoredCall.IsMissing(r.TextOrNull(30)),
        },
        Cost = new CostSplit(StoredMoney.Read(r.Int64(23)), StoredMoney.Read(r.Int64(24)), StoredMoney.Read(r.Int64(25)), StoredMoney.Read(r.Int64(26))),
        AtMostMore = r.ReadSpending(27),
        Unpriced = StoredCall.Unpriced(r.TextOrNull(30)),
        Budgets = StoredCall.Budgets(r.TextOrNull(31)),
    };
}
