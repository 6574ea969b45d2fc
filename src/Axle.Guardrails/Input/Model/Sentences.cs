using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input.Model;

/// <summary>The sentences of a prompt and its neighbours in twos; each is read once, however many pieces it stands in.</summary>
/// <param name="features">They read.</param>
/// <param name="take">What is kept of a sentence that they have just read.</param>
internal sealed class Sentences<T>(Features features, Func<T> take)
{
    private readonly List<Range> _ranges = [];
    private readonly Dictionary<int, T> _taken = [];
    private TextView? _view;

    /// <summary>What was kept of each sentence inside of a piece; of the piece itself where no sentence is.</summary>
    /// <param name="piece">A piece of the view's text.</param>
    /// <param name="view">The view.</param>
    public IReadOnlyList<T> Within(ReadOnlySpan<char> piece, TextView view)
    {
        if (!ReferenceEquals(view, _view))
            Cut(view);
        var text = view.Text.AsSpan();
        text.Overlaps(piece, out var start);
        var within = new List<T>();
        for (var i = FirstAfter(start); i < _ranges.Count && _ranges[i].End.Value <= start + piece.Length; i++)
        {
            if (_ranges[i].Start.Value < start)
                continue;
            if (!_taken.TryGetValue(i, out var taken))
                _taken[i] = taken = Read(text[_ranges[i]]);
            within.Add(taken);
        }

        if (within.Count == 0)
            within.Add(Read(piece));
        return within;
    }

    /// <summary>The first that ends behind a place, as they come in the order of their ends: a long text has many, and many pieces.</summary>
    private int FirstAfter(int place)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].End.Value <= place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Cut(TextView view)
    {
        _view = view;
        _ranges.Clear();
        _taken.Clear();
        Pieces.OfDocument(view.Text, _ranges);
    }

    private T Read(ReadOnlySpan<char> sentence)
    {
        features.Read(sentence, TextSource.User, Disguise.None, Surroundings.Whole);
        return take();
    }
}
