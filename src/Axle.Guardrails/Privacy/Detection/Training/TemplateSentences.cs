using System.Text;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>Makes sentences with invented people of the templates in sentences.txt. The same seed gives the same sentences.</summary>
internal sealed class TemplateSentences(int seed)
{
    /// <summary>What stands before each line of a quoted or listed block.</summary>
    private static readonly string[] LineMarks = [">", "> ", "- ", "* ", "| ", "# ", "• ", "-- ", "?? ", "... ", "~ ", "\t", "// "];

    private readonly Random _random = new(seed);
    private readonly Fillers _fillers = new(new Random(seed + 1));

    /// <summary>So many sentences of each template.</summary>
    public IEnumerable<TrainingSentence> Make(int ofEach)
    {
        using var reader = new StreamReader(typeof(TemplateSentences).Assembly.GetManifestResourceStream("Axle.Guardrails.sentences.txt")!);
        var templates = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var template in templates)
        {
            for (var i = 0; i < ofEach; i++)
                yield return Fill(template.Replace("\\n", "\n", StringComparison.Ordinal));
        }
    }

    private TrainingSentence Fill(string template)
    {
        var text = new StringBuilder();
        var gold = new List<PersonalDataSpan>();
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0)
            {
                text.Append(template, at, template.Length - at);
                break;
            }

            text.Append(template, at, open - at);
            var close = template.IndexOf('}', open);
            var (value, type) = _fillers.Fill(template[(open + 1)..close]);
            if (type.Length > 0)
                gold.Add(new PersonalDataSpan(text.Length, text.Length + value.Length, type, 1, "template"));
            text.Append(value);
            at = close + 1;
        }

        if (template.Contains('\n', StringComparison.Ordinal) && _random.Next(3) == 0)
            (text, gold) = Marked(text.ToString(), gold, LineMarks[_random.Next(LineMarks.Length)]);
        var sentence = text.ToString();
        // Some people write without capitals, some with nothing else.
        sentence = _random.Next(12) switch { 0 => sentence.ToLowerInvariant(), 1 when sentence.Length < 60 => sentence.ToUpperInvariant(), _ => sentence };
        return sentence.Length == text.Length
            ? new TrainingSentence(sentence, gold, PersonalDataDetector.ByRules(sentence, []))
            : new TrainingSentence(text.ToString(), gold, PersonalDataDetector.ByRules(text.ToString(), []));
    }

    /// <summary>Puts a mark before each line; what reaches over several lines is labelled line by line.</summary>
    private static (StringBuilder Text, List<PersonalDataSpan> Gold) Marked(string text, List<PersonalDataSpan> gold, string mark)
    {
        var (marked, labelled) = (new StringBuilder(), new List<PersonalDataSpan>());
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var line ? line : text.Length;
            var moved = marked.Length + mark.Length - start;
            labelled.AddRange(gold.Where(s => s.Start < end && s.End > start)
                .Select(s => s with { Start = Math.Max(s.Start, start) + moved, End = Math.Min(s.End, end) + moved }));
            marked.Append(mark).Append(text, start, end - start).Append(end < text.Length ? "\n" : "");
            start = end + 1;
        }

        return (marked, labelled);
    }
}
