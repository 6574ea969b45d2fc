using System.Collections.Immutable;

namespace Axle.Models.Guarding.Output;

/// <summary>What answers are looked at for: section <c>guardrails.output</c> of <c>axle.yaml</c>.</summary>
public sealed record OutputOptions
{
    /// <summary>Keys, tokens and passwords. Default: warn.</summary>
    public AnswerAction Secrets { get; init; } = AnswerAction.Warn;

    /// <summary>Personal data. Default: off.</summary>
    public AnswerAction PersonalData { get; init; }

    /// <summary>Links that run a program, hide where they lead, or carry data out by a picture. Default: warn.</summary>
    public AnswerAction Links { get; init; } = AnswerAction.Warn;

    /// <summary>Hosts that links may lead to, and those below them; empty for every host.</summary>
    public ImmutableArray<string> LinkHosts { get; init; } = [];

    /// <summary>Words that may not be said, by name of the topic: <c>competitors</c>.</summary>
    public ImmutableDictionary<string, TopicOptions> Topics { get; init; } = ImmutableDictionary<string, TopicOptions>.Empty;

    /// <summary>Advice about money. Default: off.</summary>
    public AnswerAction FinancialAdvice { get; init; }

    /// <summary>Advice about health. Default: off.</summary>
    public AnswerAction MedicalAdvice { get; init; }

    /// <summary>Insults and contempt. Default: off.</summary>
    public AnswerAction Tone { get; init; }

    /// <summary>Statements that what the model was given does not bear out, by a judge. Default: off.</summary>
    public AnswerAction Groundedness { get; init; }

    /// <summary>Least share of statements that must be borne out, 0 to 1. Default: 0.7.</summary>
    public double LeastGroundedness { get; init; } = 0.7;

    /// <summary>Who judges: a model, or <c>provider/model</c>; null leaves it to the routing.</summary>
    public string? Judge { get; init; }

    /// <summary>Longest wait for a judge. Default: 20 seconds.</summary>
    public TimeSpan JudgeTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Characters of a stream that are held back when something may be taken out, 50 to 2,000. Default: 200.</summary>
    public int HoldBack { get; init; } = 200;

    /// <summary>Nothing is looked for.</summary>
    public static OutputOptions None { get; } = new() { Secrets = AnswerAction.Off, Links = AnswerAction.Off, LeastGroundedness = 0, HoldBack = 50 };

    /// <summary>What both look for: of two actions the stronger, of two limits the stricter. So nobody's own guards take away from those of all.</summary>
    /// <param name="own">The other options; its judge is asked where these name none.</param>
    public OutputOptions With(OutputOptions own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return this with
        {
            Secrets = Stronger(Secrets, own.Secrets),
            PersonalData = Stronger(PersonalData, own.PersonalData),
            Links = Stronger(Links, own.Links),
            LinkHosts = Common(LinkHosts, own.LinkHosts),
            Topics = own.Topics.Aggregate(Topics, static (all, topic) => all.SetItem(topic.Key, With(all.GetValueOrDefault(topic.Key), topic.Value))),
            FinancialAdvice = Stronger(FinancialAdvice, own.FinancialAdvice),
            MedicalAdvice = Stronger(MedicalAdvice, own.MedicalAdvice),
            Tone = Stronger(Tone, own.Tone),
            Groundedness = Stronger(Groundedness, own.Groundedness),
            LeastGroundedness = Math.Max(LeastGroundedness, own.LeastGroundedness),
            Judge = Judge ?? own.Judge,
            HoldBack = Math.Max(HoldBack, own.HoldBack),
        };
    }

    private static AnswerAction Stronger(AnswerAction one, AnswerAction other) => one > other ? one : other;

    private static TopicOptions With(TopicOptions? general, TopicOptions own) =>
        general is null ? own : new TopicOptions([.. general.Words.Union(own.Words, StringComparer.OrdinalIgnoreCase)], Stronger(general.Action, own.Action));

    // A host of one that the other allows, too. Where there is none, those of all stay: an empty list would allow every host.
    private static ImmutableArray<string> Common(ImmutableArray<string> general, ImmutableArray<string> own)
    {
        if (general.IsEmpty || own.IsEmpty)
            return general.IsEmpty ? own : general;
        ImmutableArray<string> common = [.. own.Where(o => general.Any(g => IsWithin(o, g))), .. general.Where(g => own.Any(o => o != g && IsWithin(g, o)))];
        return common.IsEmpty ? general : common;
    }

    private static bool IsWithin(string host, string owner) =>
        host.Equals(owner, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + owner, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Words that may not be said.</summary>
/// <param name="Words">Words and phrases; letter case is free.</param>
/// <param name="Action">What is done about it.</param>
public sealed record TopicOptions(ImmutableArray<string> Words, AnswerAction Action);
