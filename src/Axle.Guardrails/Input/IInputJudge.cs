namespace Axle.Guardrails.Input;

/// <summary>A slower judge, for texts of which the model is not sure: usually a language model behind the gateway.</summary>
public interface IInputJudge
{
    /// <summary>Judges a text.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="cancellationToken">Ends when the time for the judge is up.</param>
    /// <returns>How surely it is an attack, 0 to 1; anything else, and what is no number, has not judged.</returns>
    Task<double> JudgeAsync(string text, TextSource source, CancellationToken cancellationToken);
}
