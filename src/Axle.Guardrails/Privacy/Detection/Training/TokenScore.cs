using Axle.Guardrails.Privacy.Detection.Tagging;

namespace Axle.Guardrails.Privacy.Detection.Training;

/// <summary>How well personal data is found, token by token.</summary>
internal sealed class TokenScore
{
    private readonly Dictionary<string, (int Gold, int Right, int Found, int Hit)> _types = [];

    /// <summary>Personal tokens.</summary>
    public int Gold { get; private set; }

    /// <summary>Personal tokens that were found, whatever the type.</summary>
    public int Right { get; private set; }

    /// <summary>Tokens that were said to be personal.</summary>
    public int Said { get; private set; }

    /// <summary>Share of what is personal that was found.</summary>
    public double Recall => Gold == 0 ? 1 : (double)Right / Gold;

    /// <summary>Share of what was found that is personal.</summary>
    public double Precision => Said == 0 ? 1 : (double)Right / Said;

    /// <summary>By type: tokens labelled, found with any type, said, said and labelled with any type.</summary>
    public IReadOnlyDictionary<string, (int Gold, int Right, int Found, int Hit)> ByType => _types;

    /// <summary>Counts a sentence.</summary>
    public void Add(string text, IReadOnlyList<PersonalDataSpan> gold, IReadOnlyList<PersonalDataSpan> said)
    {
        foreach (var token in Tokenizer.Split(text, []).Where(static t => t.Kind != TokenKind.Line))
        {
            var right = gold.FirstOrDefault(s => s.Start < token.End && token.Start < s.End);
            var found = said.FirstOrDefault(s => s.Start < token.End && token.Start < s.End);
            Gold += right is null ? 0 : 1;
            Said += found is null ? 0 : 1;
            Right += right is not null && found is not null ? 1 : 0;
            if (right is not null)
                _types[right.Type] = _types.GetValueOrDefault(right.Type) is var t ? (t.Gold + 1, t.Right + (found is null ? 0 : 1), t.Found, t.Hit) : default;
            if (found is not null)
                _types[found.Type] = _types.GetValueOrDefault(found.Type) is var t ? (t.Gold, t.Right, t.Found + 1, t.Hit + (right is null ? 0 : 1)) : default;
        }
    }
}
