using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input.Model;

/// <summary>Reads the pieces of all views of a text one after the other.</summary>
internal static class PieceReader
{
    /// <summary>What is done with a piece; its features are in the reader's <see cref="Features"/>.</summary>
    /// <returns>Whether to go on.</returns>
    /// <param name="text">The piece.</param>
    /// <param name="view">The view that it was cut from.</param>
    internal delegate bool Visit(ReadOnlySpan<char> text, TextView view);

    /// <summary>Reads.</summary>
    public static void Read(IReadOnlyList<TextView> views, TextSource source, Features features, Visit visit)
    {
        var ranges = new List<Range>();
        foreach (var view in views)
        {
            ranges.Clear();
            var kind = Surroundings.Whole;
            if (source == TextSource.User)
                Pieces.OfPrompt(view.Text, ranges);
            else
            {
                Pieces.OfDocument(view.Text, ranges);
                kind = Pieces.KindOf(view.Text);
                features.ReadView(view.Text);
            }

            foreach (var range in ranges)
            {
                var piece = view.Text.AsSpan()[range];
                features.Read(piece, source, view.Depth > 0 ? view.Disguise : Disguise.None, kind, range.Start.Value);
                if (!visit(piece, view))
                    return;
            }
        }
    }
}
