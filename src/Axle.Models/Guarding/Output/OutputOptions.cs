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
}

/// <summary>Words that may not be said.</summary>
/// <param name="Words">Words and phrases; letter case is free.</param>
/// <param name="Action">What is done about it.</param>
public sealed record TopicOptions(ImmutableArray<string> Words, AnswerAction Action);
