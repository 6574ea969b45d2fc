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
    /// <param name="stored">Names of values and their stored forms.</param>
    /// <param name="write">Replaces the stored form of a value; called for those that change only, one after another.</param>
    /// <param name="cancellationToken">Ends the pass between two values.</param>
    /// <typeparam name="TName">What names a value: a row, a key.</typeparam>
    /// <returns>What was done. Values that cannot be read are left as they are, and are in the report.</returns>
    public static async Task<RecodingReport> RunAsync<TName>(
        PayloadCodec codec,
        IAsyncEnumerable<(TName Name, ReadOnlyMemory<byte> Stored)> stored,
        Func<TName, byte[], CancellationToken, ValueTask> write,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codec);
        ArgumentNullException.ThrowIfNull(write);
        long read = 0, written = 0, faults = 0;
        var named = ImmutableArray.CreateBuilder<RecodingFault>();
        await foreach (var (name, form) in stored.WithCancellation(cancellationToken))
        {
            read++;
            try
            {
                if (codec.Recode(form.Span) is not { } fresh)
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

        return new RecodingReport(read, written, faults, named.ToImmutable());
    }
}

/// <summary>What a pass over stored values did.</summary>
/// <param name="Read">Values that were looked at.</param>
/// <param name="Written">Values that were brought under the current key.</param>
/// <param name="Failed">Values that could not be read, and are as they were.</param>
/// <param name="Faults">The first of those, with the reason.</param>
public sealed record RecodingReport(long Read, long Written, long Failed, ImmutableArray<RecodingFault> Faults);

/// <summary>A stored value that could not be read.</summary>
/// <param name="Name">Which.</param>
/// <param name="Error">Why: which key is missing, or that it was changed.</param>
public sealed record RecodingFault(string Name, AxleError Error);
