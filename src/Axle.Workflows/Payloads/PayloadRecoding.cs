using System.Collections.Immutable;

namespace Axle.Workflows.Payloads;

/// <summary>
/// Brings everything that is stored under the current key: after a rotation, when encryption is switched on, or off. Can be stopped and
/// begun anew at any time, while the store is in use: what is current already is left alone.
/// </summary>
public static class PayloadRecoding
{
    /// <summary>So many faults are named in a report; the others are counted.</summary>
    public const int MostNamedFaults = 100;

    /// <summary>Reads every stored value, and writes those that are not under the current key.</summary>
    /// <param name="codec">The codec whose current key counts.</param>
    /// <param name="stored">Names of values, whose they are (null for nobody's), and their stored forms.</param>
    /// <param name="write">Replaces the stored form of a value; called for those that change only, one after another.</param>
    /// <param name="cancellationToken">Ends the pass between two values.</param>
    /// <typeparam name="TName">What names a value: a row, a key.</typeparam>
    /// <returns>What was done. Values that cannot be read are left as they are, and are in the report.</returns>
    public static async Task<RecodingReport> RunAsync<TName>(
        PayloadCodec codec,
        IAsyncEnumerable<(TName Name, string? Tenant, ReadOnlyMemory<byte> Stored)> stored,
        Func<TName, byte[], CancellationToken, ValueTask> write,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(write);
        long read = 0, written = 0, erased = 0, faults = 0;
        var named = ImmutableArray.CreateBuilder<RecodingFault>();
        await foreach (var (name, tenant, form) in stored.WithCancellation(cancellationToken))
        {
            read++;
            try
            {
                if (tenant is not null && codec.DataKeys?.IsErased(tenant, form.Span) == true)
                {
                    erased++;
                    continue;
                }

                if (tenant is not null)
                    await codec.ReadyAsync(tenant, cancellationToken);
                if (codec.Recode(form.Span, tenant) is not { } fresh)
                    continue;
                await write(name, fresh, cancellationToken);
                written++;
            }
            catch (AxleException exception)
            {
                faults++;
                if (named.Count < MostNamedFaults)
                    named.Add(new RecodingFault($"{name}", exception.Error));
            }
        }

        return new RecodingReport(read, written, faults, named.ToImmutable()) { Erased = erased };
    }
}

/// <summary>What a pass over stored values did.</summary>
/// <param name="Read">Values that were looked at.</param>
/// <param name="Written">Values that were brought under the current key.</param>
/// <param name="Failed">Values that could not be read, and are as they were.</param>
/// <param name="Faults">The first of those, with the reason.</param>
public sealed record RecodingReport(long Read, long Written, long Failed, ImmutableArray<RecodingFault> Faults)
{
    /// <summary>Values whose key is destroyed, which nobody reads any more. They are as they were.</summary>
    public long Erased { get; init; }

    /// <summary>Nothing was done.</summary>
    public static RecodingReport Nothing { get; } = new(0, 0, 0, []);

    /// <summary>Both passes; of faults, no more than <see cref="PayloadRecoding.MostNamedFaults"/>.</summary>
    public RecodingReport And(RecodingReport next)
    {
        ArgumentNullException.ThrowIfNull(next);
        ImmutableArray<RecodingFault> faults = [.. Faults.Concat(next.Faults).Take(PayloadRecoding.MostNamedFaults)];
        return new(Read + next.Read, Written + next.Written, Failed + next.Failed, faults) { Erased = Erased + next.Erased };
    }
}

/// <summary>A stored value that could not be read.</summary>
/// <param name="Name">Which.</param>
/// <param name="Error">Why: which key is missing, or that it was changed.</param>
public sealed record RecodingFault(string Name, AxleError Error);
