using Axle.Guardrails.Input.Model;
using Axle.Guardrails.Input.Normalisation;
using Axle.Guardrails.Input.Rules;

namespace Axle.Guardrails.Input;

/// <summary>One text as rules and model read it: the piece that is most like an attack, and what decided.</summary>
internal sealed class Reading
{
    /// <summary>Pieces between two looks at the clock.</summary>
    private const int PiecesBetweenLooks = 32;

    /// <summary>Tags spell the flags of regions in a few letters; what is longer is a message.</summary>
    private const int LongestFlag = 8;

    private IReadOnlyList<TextView> _views;
    private readonly TextSource _source;
    private readonly InputGuardOptions _options;
    private string? _certain;

    /// <summary>Reads; stops at the first rule that decides alone, and when the time is up.</summary>
    public Reading(IReadOnlyList<TextView> views, TextSource source, InputGuardOptions options, Features features, TimeProvider time, long start)
    {
        (_views, _source, _options) = (views, source, options);
        _certain = CertainSign(views);
        var score = InjectionModel.BuiltIn.Scoring(source, features);
        var pieces = 0;
        PieceReader.Read(views, source, features, (text, view) =>
        {
            if (++pieces % PiecesBetweenLooks == 0 && time.GetElapsedTime(start) > options.ModelBudget)
                IsOutOfTime = true;
            if (IsOutOfTime || _certain is not null)
                return false;
            var rules = features.Rules;
            Take(score(text, view), rules, text, view);
            return true;
        });
        if (!IsOutOfTime && _certain is null)
            ReadForRules(features, time, start);
    }

    private void ReadForRules(Features features, TimeProvider time, long start)
    {
        var more = Rewritings.Of(_views, () => time.GetElapsedTime(start) > _options.ModelBudget, out var isWhole);
        _certain = CertainSign(more);
        PieceReader.Read(more, _source, features, (text, view) =>
        {
            IsOutOfTime |= time.GetElapsedTime(start) > _options.ModelBudget;
            if (_certain is null && RuleBook.Strongest(features.Rules) is { IsCertain: true })
                Take(Margin, features.Rules, text, view);
            return !IsOutOfTime && _certain is null;
        });
        // What was found decides; where nothing was, what was not read counts.
        IsOutOfTime |= !isWhole && _certain is null;
        if (_certain is not null)
            _views = [.. _views, .. more];
    }

    /// <summary>Whether the time was up before all was read.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>The highest margin of a piece over the threshold, in log odds.</summary>
    public float Margin { get; private set; } = -20;

    /// <summary>Rules that the piece of the highest margin meets, as bits.</summary>
    public ulong Rules { get; private set; }

    /// <summary>Where in its view the piece of the highest margin stands.</summary>
    public Range Piece { get; private set; }

    /// <summary>The view that it stands in.</summary>
    public TextView? View { get; private set; }

    /// <summary>Makes the decision.</summary>
    public GuardDecision Decide(long microseconds)
    {
        var disguises = _views.Aggregate(Disguise.None, static (all, view) => all | view.Disguise);
        if (_certain is { } reason)
            return new GuardDecision(GuardVerdict.Block, 1, reason, GuardTier.Rules, _options.OperatingPoint, disguises, microseconds);
        var score = 1 / (1 + Math.Exp(-(Margin - Shift(_options.OperatingPoint))));
        var isBlocked = score >= 0.5;
        return new GuardDecision(
            isBlocked ? GuardVerdict.Block : GuardVerdict.Allow, score, isBlocked ? Reason() : GuardReasons.None,
            GuardTier.Model, _options.OperatingPoint, disguises, microseconds);
    }

    /// <summary>How far an operating point lies from the measured one, in log odds.</summary>
    private static float Shift(OperatingPoint point) => point switch
    {
        OperatingPoint.Strict => -1,
        OperatingPoint.Lenient => 2,
        _ => 0,
    };

    private static string? CertainSign(IReadOnlyList<TextView> views)
    {
        foreach (var view in views)
        {
            if (view is { Depth: 1, Disguise: Disguise.Tags, Text.Length: > LongestFlag })
                return GuardReasons.HiddenText;
            if (Signs.Find(view.Text) is { } sign)
                return sign;
        }

        return null;
    }

    private void Take(float margin, ulong rules, ReadOnlySpan<char> text, TextView view)
    {
        if (RuleBook.Strongest(rules) is { IsCertain: true } certain)
            _certain = certain.Code;
        if (margin <= Margin && _certain is null)
            return;
        (Margin, Rules, View) = (margin, rules, view);
        Piece = view.Text.AsSpan().Overlaps(text, out var start) ? start..(start + text.Length) : default;
    }

    private string Reason() => RuleBook.Strongest(Rules)?.Code
        ?? (_source == TextSource.User ? GuardReasons.Suspected : GuardReasons.InstructionInData);
}
