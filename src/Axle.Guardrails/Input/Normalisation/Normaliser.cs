namespace Axle.Guardrails.Input.Normalisation;

/// <summary>Makes views of a text: itself without disguise, and what is hidden in it.</summary>
public static class Normaliser
{
    /// <summary>Layers of encoding that are taken off.</summary>
    public const int MaxDepth = 3;

    /// <summary>Views of one text; the first is the text itself.</summary>
    public const int MaxViews = 24;

    /// <summary>All views, the text itself first.</summary>
    public static IReadOnlyList<TextView> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var views = new List<TextView> { PlainText.Fold(text, out var hidden) };
        if (hidden.Length > 0)
            views.Add(new TextView(hidden, Disguise.Tags, 1));
        for (var i = 0; i < views.Count && views.Count < MaxViews; i++)
        {
            if (views[i].Depth < MaxDepth)
                AddBelow(views, views[i]);
        }

        return views;
    }

    private static void AddBelow(List<TextView> views, TextView above)
    {
        foreach (var (piece, disguise) in Pieces(above.Text))
        {
            if (views.Count >= MaxViews)
                return;
            var plain = PlainText.Fold(piece, out _);
            var view = new TextView(plain.Text, above.Disguise | plain.Disguise | disguise, above.Depth + 1);
            if (!string.IsNullOrWhiteSpace(view.Text) && !views.Exists(v => v.Text == view.Text))
                views.Add(view);
        }
    }

    private static IEnumerable<(string Text, Disguise Disguise)> Pieces(string text)
    {
        if (Respelling.Unleet(text) is { } unleet)
            yield return (unleet, Disguise.Leetspeak);
        if (Respelling.Unsplit(text) is { } joined)
            yield return (joined, Disguise.SplitWords);
        if (Ciphers.Caesar(text) is { } moved)
            yield return (moved, Disguise.Caesar);
        if (Ciphers.PigLatin(text) is { } pig)
            yield return (pig, Disguise.PigLatin);
        if (Respelling.Backwards(text) is { } turned)
            yield return (turned, Disguise.Reversed);
        foreach (var piece in Encodings.Find(text))
            yield return piece;
        foreach (var piece in Markup.Find(text))
            yield return piece;
    }
}
