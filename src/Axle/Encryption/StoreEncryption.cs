using System.Collections.Immutable;
using Axle.Storage.Postgres;
using Axle.Storage.Sqlite;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Encryption;

/// <summary>The encryption of the store that holds the runs: keys of tenants, and what is written under them.</summary>
/// <param name="store">The store.</param>
/// <param name="options">What Axle was told.</param>
public sealed class StoreEncryption(IRunStore store, AxleOptions options)
{
    private const int Piece = 1000;

    private static readonly ImmutableArray<RunStatus> Unended =
        [.. Enum.GetValues<RunStatus>().Where(static s => s is not (RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled))];

    /// <summary>The keys of tenants.</summary>
    /// <exception cref="AxleException">Validation: nothing is encrypted.</exception>
    public TenantDataKeys Keys => store switch
    {
        SqliteRunStore { DataKeys: { } keys } => keys,
        PostgresRunStore { DataKeys: { } keys } => keys,
        _ => throw new AxleException(
            ErrorKind.Validation, $"Encryption is off, so tenants have no keys. Say where the key file is: {AxleOptions.EncryptionKeysVariable}=file:/etc/axle/keys."),
    };

    /// <summary>Brings values under the current key of their tenant, and data keys under the current master key, while runs execute.</summary>
    /// <param name="tenant">Only values of this tenant; null for all.</param>
    /// <param name="cancellationToken">Ends the pass between two values; it is begun anew then.</param>
    /// <exception cref="AxleException">Validation: nothing is encrypted.</exception>
    public Task<RecodingReport> RecodeAsync(string? tenant, CancellationToken cancellationToken)
    {
        _ = Keys;
        var codec = options.CreateCodec()!;
        return store switch
        {
            SqliteRunStore sqlite => sqlite.RecodeAsync(codec, tenant, cancellationToken),
            _ => ((PostgresRunStore)store).RecodeAsync(codec, tenant, cancellationToken),
        };
    }

    /// <summary>
    /// Erases all that is stored for a tenant: brings every value under its keys, and destroys those. What is left is that there were runs: their ids,
    /// workflows, statuses and times.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="isDryRun">Whether it is only told what would be erased.</param>
    /// <param name="cancellationToken">Cancels it before keys are destroyed.</param>
    /// <exception cref="AxleException">
    /// NotFound: the tenant has no keys. Refused: runs of it have not ended. Internal: values of it cannot be brought under its keys. Nothing was destroyed.
    /// </exception>
    public async Task<TenantErasure> EraseAsync(string tenant, bool isDryRun, CancellationToken cancellationToken)
    {
        var keys = Keys.List().Count(k => k.Tenant == tenant && k.DestroyedAt is null);
        var runs = await CountAsync(tenant, [], cancellationToken);
        if (keys == 0 && runs == 0)
            throw new AxleException(ErrorKind.NotFound, $"Nothing is stored for a tenant '{tenant}', or it is erased. 'ax encryption list' shows the tenants that have keys.");
        var unended = await CountAsync(tenant, Unended, cancellationToken);
        if (isDryRun)
            return new TenantErasure(tenant, keys, runs, unended, IsDryRun: true);
        if (unended > 0)
            throw new AxleException(ErrorKind.Refused, $"{unended} runs of tenant '{tenant}' have not ended, and could not go on. Cancel them first.");
        var recoded = await RecodeAsync(tenant, cancellationToken);
        if (recoded.Failed > 0)
        {
            throw new AxleException(
                ErrorKind.Internal, $"{recoded.Failed} values cannot be brought under the keys of '{tenant}', so nothing was destroyed. The first: {recoded.Faults[0].Name}: {recoded.Faults[0].Error.Message}");
        }

        return new TenantErasure(tenant, await Keys.DestroyAsync(tenant, cancellationToken), runs, 0, IsDryRun: false);
    }

    private async Task<long> CountAsync(string tenant, ImmutableArray<RunStatus> statuses, CancellationToken cancellationToken)
    {
        var (count, before) = (0L, (RunId?)null);
        while (true)
        {
            var rows = await store.ListRunsAsync(new RunQuery(statuses, Limit: Piece, Before: before) { Tenant = tenant }, cancellationToken);
            count += rows.Count;
            if (rows.Count < Piece)
                return count;
            before = rows[^1].Run;
        }
    }
}

/// <summary>What was erased, or would be.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Keys">Keys that were destroyed.</param>
/// <param name="Runs">Runs that cannot be read any more.</param>
/// <param name="Unended">Runs that have not ended, and stand in the way.</param>
/// <param name="IsDryRun">Whether nothing was done.</param>
public sealed record TenantErasure(string Tenant, int Keys, long Runs, long Unended, bool IsDryRun);
