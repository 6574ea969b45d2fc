namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>The best path through scores of labels and of steps between them.</summary>
internal static class Viterbi
{
    /// <summary>The best label of every place.</summary>
    /// <param name="scores">By place, then label.</param>
    /// <param name="steps">By label before, then label.</param>
    /// <param name="places">How many places.</param>
    /// <param name="labels">How many labels.</param>
    public static int[] Best(ReadOnlySpan<int> scores, ReadOnlySpan<short> steps, int places, int labels)
    {
        var best = new int[places];
        if (places == 0)
            return best;
        var from = new byte[places * labels];
        var now = new int[labels];
        var next = new int[labels];
        scores[..labels].CopyTo(now);
        for (var i = 1; i < places; i++)
        {
            for (var label = 0; label < labels; label++)
            {
                var top = int.MinValue;
                for (var before = 0; before < labels; before++)
                {
                    var score = now[before] + steps[before * labels + label];
                    if (score <= top)
                        continue;
                    top = score;
                    from[i * labels + label] = (byte)before;
                }

                next[label] = top + scores[i * labels + label];
            }

            (now, next) = (next, now);
        }

        best[places - 1] = Array.IndexOf(now, now.Max());
        for (var i = places - 1; i > 0; i--)
            best[i - 1] = from[i * labels + best[i]];
        return best;
    }
}
