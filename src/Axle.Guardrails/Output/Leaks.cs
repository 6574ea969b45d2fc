using System.Collections.Frozen;
using Axle.Guardrails.Privacy.Detection;

namespace Axle.Guardrails.Output;

/// <summary>Finds what an answer lets out: keys and passwords, or personal data of every kind.</summary>
public sealed class Leaks
{
    private readonly PersonalDataDetector _detector;
    private readonly string _prefix;

    private Leaks(PersonalDataDetector detector, string prefix) => (_detector, _prefix) = (detector, prefix);

    /// <summary>Keys, tokens and passwords: by their form alone, so it is quick.</summary>
    public static Leaks OfSecrets() => new(
        new PersonalDataDetector(
            new PersonalDataOptions { Types = FrozenSet.Create(StringComparer.Ordinal, PersonalDataTypes.Secret), LeastScore = 0.7 }, model: null),
        "secret");

    /// <summary>Personal data, names and places too.</summary>
    public static Leaks OfPersonalData(PersonalDataOptions? options = null) => new(new PersonalDataDetector(options), "personal");

    /// <summary>What is found in a text, in order, without overlap.</summary>
    public IReadOnlyList<OutputSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. _detector.Detect(text).Select(s => new OutputSpan(s.Start, s.End, $"{_prefix}-{s.Type.ToLowerInvariant().Replace('_', '-')}"))];
    }
}
