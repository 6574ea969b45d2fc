using System.Collections.Immutable;
using Axle.Workflows.Transfer;

namespace Axle.Transfers;

/// <summary>What is not the same on both sides, for people: the first of it.</summary>
internal sealed class Differences
{
    private const int MostTold = 20;
    private readonly List<string> _told = [];

    public ImmutableArray<string> Told => [.. _told];

    /// <summary>Compares the hashes of a row.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="key">Its key.</param>
    /// <param name="here">Its hash in the file; null when it is not there.</param>
    /// <param name="there">Its hash in the database; null when it is not there.</param>
    public void Compare(TransferTable table, object?[] key, byte[]? here, byte[]? there)
    {
        if (here is null && there is null)
            return;
        if (here is null)
            Tell($"{table.Name} {KeyOrder.Text(key)}: only in the database");
        else if (there is null)
            Tell($"{table.Name} {KeyOrder.Text(key)}: only in the file");
        else if (!here.AsSpan().SequenceEqual(there))
            Tell($"{table.Name} {KeyOrder.Text(key)}: not the same");
    }

    public void Tell(string difference)
    {
        if (_told.Count < MostTold)
            _told.Add(difference);
    }
}
