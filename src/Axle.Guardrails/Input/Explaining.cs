using Axle.Guardrails.Input.Model;
using Axle.Guardrails.Input.Normalisation;
using Axle.Guardrails.Input.Rules;

namespace Axle.Guardrails.Input;

/// <summary>Finds out which words of a piece made the model decide: it is asked again without each of them.</summary>
internal static class Explaining
{
    private const int MostWords = 60;
    private const int ShownWords = 8;

    /// <summary>Explains a reading.</summary>
    public static GuardExplanation Of(Reading reading, GuardDecision decision, IReadOnlyList<TextView> views, TextSource source, Features features)
    {
        var piece = reading.View is { } view ? view.Text[reading.Piece] : "";
        var codes = RuleBook.All.Where((_, i) => (reading.Rules & (1UL << i)) != 0).Select(static r => r.Code).Distinct().ToList();
        return new GuardExplanation(decision, views, piece, codes, Words(piece, reading, source, features));
    }

    private static List<(string Word, double Weight)> Words(string piece, Reading reading, TextSource source, Features features)
    {
        features.ReadView(reading.View?.Text ?? "");
        var words = piece.Split((char[]?)null, MostWords + 1, StringSplitOptions.RemoveEmptyEntries);
        var surroundings = source == TextSource.User ? Surroundings.Whole : Pieces.KindOf(reading.View?.Text);
        var disguise = reading.View is { Depth: > 0 } hidden ? hidden.Disguise : Disguise.None;
        var score = InjectionModel.BuiltIn.Scoring(source, features);
        double Margin(IEnumerable<string> of)
        {
            var text = string.Join(' ', of);
            features.Read(text, source, disguise, surroundings, reading.Piece.Start.Value);
            return score(text, new TextView(text, disguise, 0));
        }

        var whole = Margin(words);
        return
        [
            .. words.Take(MostWords).Select((word, i) => (Word: word, Weight: whole - Margin(words.Where((_, j) => j != i))))
                .OrderByDescending(static w => Math.Abs(w.Weight)).Take(ShownWords),
        ];
    }
}
