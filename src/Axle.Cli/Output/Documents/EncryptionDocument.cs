using System.Collections.Immutable;
using Axle.Encryption;
using Axle.Workflows.Payloads;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax encryption list</c>.</summary>
internal sealed record DataKeyListDocument(ImmutableArray<DataKeyPart> Keys);

/// <summary>The key of a tenant's values; never the key itself.</summary>
/// <param name="Id">What values name it by.</param>
/// <param name="Tenant">Whose values it encrypts.</param>
/// <param name="Number">Which of the tenant's keys it is, from 1.</param>
/// <param name="Status"><c>current</c>, <c>old</c> or <c>destroyed</c>.</param>
/// <param name="Master">Id of the line of the key file that it is wrapped with; missing when it is destroyed.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DestroyedAt">When it was destroyed; missing while it is there.</param>
internal sealed record DataKeyPart(
    string Id, string Tenant, int Number, string Status, string? Master, DateTimeOffset CreatedAt, DateTimeOffset? DestroyedAt)
{
    public static ImmutableArray<DataKeyPart> Of(ImmutableArray<DataKeyFacts> keys)
    {
        var current = keys.GroupBy(static k => k.Tenant).ToDictionary(static g => g.Key, static g => g.Max(static k => k.Number), StringComparer.Ordinal);
        return
        [
            .. keys.Select(k => new DataKeyPart(
                k.Id, k.Tenant, k.Number, k.DestroyedAt is not null ? "destroyed" : k.Number == current[k.Tenant] ? "current" : "old", k.Master, k.CreatedAt,
                k.DestroyedAt)),
        ];
    }
}

/// <summary>The answer of <c>ax encryption rotate</c>.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Key">Id of its new key.</param>
internal sealed record NewDataKeyDocument(string Tenant, string Key);

/// <summary>The answer of <c>ax encryption rewrap</c> and <c>recode</c>.</summary>
/// <param name="Read">Keys and values that were looked at.</param>
/// <param name="Written">Those that were brought under the current keys.</param>
/// <param name="Erased">Those that nobody reads any more, as their key is destroyed.</param>
/// <param name="Failed">Those that could not be read, and are as they were.</param>
/// <param name="Faults">The first of those, with the reason.</param>
internal sealed record RecodingDocument(long Read, long Written, long Erased, long Failed, ImmutableArray<string> Faults)
{
    public static RecodingDocument Of(RecodingReport report) => new(
        report.Read, report.Written, report.Erased, report.Failed, [.. report.Faults.Select(static f => $"{f.Name}: {f.Error.Message}")]);
}

/// <summary>The answer of <c>ax encryption destroy</c>.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Keys">Keys that were destroyed, or would be.</param>
/// <param name="Runs">Runs that cannot be read any more.</param>
/// <param name="Unended">Runs that have not ended, and stand in the way.</param>
/// <param name="DryRun">Whether nothing was done.</param>
internal sealed record TenantErasureDocument(string Tenant, int Keys, long Runs, long Unended, bool DryRun)
{
    public static TenantErasureDocument Of(TenantErasure e) => new(e.Tenant, e.Keys, e.Runs, e.Unended, e.IsDryRun);
}
