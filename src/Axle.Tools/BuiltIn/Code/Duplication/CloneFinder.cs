using System.Runtime.InteropServices;

namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>
/// Finds equal runs of tokens. Windows of the minimum length are hashed with a rolling hash (R. M. Karp and M. O. Rabin, "Efficient
/// randomized pattern-matching algorithms", 1987); a repeated hash is compared token by token and grown to the longest equal run, and
/// windows inside a found run are not looked up again, so that work stays near linear in the number of tokens.
/// </summary>
internal sealed class CloneFinder(IReadOnlyList<CloneToken[]> files, int minimum, int minimumLines)
{
    private const ulong Base = 1_000_003;
    private const int MostPlaces = 50;
    private const int LookedBack = 30;
    private readonly Dictionary<ulong, List<(int File, int At)>> _windows = [];
    private readonly Dictionary<int, List<int>> _classes = [];
    private readonly bool[][] _covered = [.. files.Select(f => new bool[f.Length])];

    /// <summary>Runs of equal tokens: their length, and the file and first token of each place.</summary>
    public List<(int Length, List<(int File, int At)> Places)> Run(CancellationToken cancellationToken)
    {
        var found = new List<(int Length, List<(int File, int At)> Places)>();
        ulong power = 1;
        for (int i = 1; i < minimum; i++)
        {
            power *= Base;
        }

        for (int file = 0; file < files.Count; file++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Scan(file, power, found);
        }

        return found;
    }

    private void Scan(int file, ulong power, List<(int Length, List<(int File, int At)> Places)> found)
    {
        var tokens = files[file];
        ulong hash = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            hash = (hash * Base) + (uint)tokens[i].Value;
            int at = i - minimum + 1;
            if (at < 0)
            {
                continue;
            }

            if (!_covered[file][at])
            {
                Look(file, at, hash, found);
            }

            hash -= (uint)tokens[at].Value * power;
        }
    }

    private void Look(int file, int at, ulong hash, List<(int Length, List<(int File, int At)> Places)> found)
    {
        ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_windows, hash, out _);
        if (places is null)
        {
            places = [(file, at)];
            return;
        }

        var first = places[0];
        bool apart = first.File != file || at >= first.At + minimum;
        int length = apart ? Common(first, (file, at)) : 0;
        if (length < minimum)
        {
            return;
        }

        if (IsProgram(file, at, length) && Lines(file, at, length) >= minimumLines && Lines(first.File, first.At, length) >= minimumLines)
        {
            Record(found, first, (file, at), length);
        }

        Array.Fill(_covered[file], true, at, Math.Max(1, length - minimum + 1));
    }

    // Nearly equal runs with nearly the same first place are one class: what all of its places share.
    private void Record(List<(int Length, List<(int File, int At)> Places)> found, (int File, int At) first, (int File, int At) second, int length)
    {
        if (!_classes.TryGetValue(first.File, out var known))
        {
            _classes[first.File] = known = [];
        }

        foreach (int index in known.AsEnumerable().Reverse().Take(LookedBack))
        {
            var (otherLength, places) = found[index];
            int start = Math.Max(first.At, places[0].At);
            int shared = Math.Min(first.At + length, places[0].At + otherLength) - start;
            if (shared * 10 >= Math.Max(length, otherLength) * 9 && shared >= minimum)
            {
                int moved = start - places[0].At;
                var kept = places.Select(p => (p.File, p.At + moved)).ToList();
                if (kept.Count < MostPlaces)
                {
                    kept.Add((second.File, second.At + start - first.At));
                }

                found[index] = (shared, kept);
                return;
            }
        }

        known.Add(found.Count);
        found.Add((length, [first, second]));
    }

    // Runs in one file may not overlap.
    private int Common((int File, int At) a, (int File, int At) b)
    {
        var left = files[a.File];
        var right = files[b.File];
        int limit = a.File == b.File ? b.At - a.At : int.MaxValue;
        int length = 0;
        while (length < limit && a.At + length < left.Length && b.At + length < right.Length && left[a.At + length].Value == right[b.At + length].Value)
        {
            length++;
        }

        return length;
    }

    // Tables of data are alike without being copies: a program has many names, and different ones.
    private bool IsProgram(int file, int at, int length)
    {
        var run = files[file].AsSpan(at, length);
        var names = new HashSet<int>();
        int words = 0;
        foreach (var token in run)
        {
            words += token.IsWord ? 1 : 0;
            if (token.IsWord)
            {
                names.Add(token.Value);
            }
        }

        return words * 4 >= length && names.Count >= 10;
    }

    private int Lines(int file, int at, int length) => files[file][at + length - 1].Line - files[file][at].Line + 1;
}
