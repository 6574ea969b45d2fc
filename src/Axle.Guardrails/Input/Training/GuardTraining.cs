using Axle.Guardrails.Input.Measuring;
using Axle.Guardrails.Input.Model;

namespace Axle.Guardrails.Input.Training;

/// <summary>Trains the model of the input guard from the public sets, and measures it. The same sets give the same bytes.</summary>
public static class GuardTraining
{
    /// <summary>Trains and measures.</summary>
    /// <param name="folder">The folder that has a folder for each set.</param>
    /// <param name="tell">Told what is being done; may be left out.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: a set is not there.</exception>
    public static TrainedGuard Run(string folder, Action<string>? tell = null)
    {
        var (prompts, documents) = Read(folder, tell);
        tell?.Invoke($"Judging {prompts.Count} prompts in {Folds.Count} folds …");
        var judgedPrompts = Folds.Judge(prompts, Prompts, Folds.Of);
        tell?.Invoke($"Judging {documents.Count} documents in {Folds.Count} folds …");
        var judgedDocuments = Folds.Judge(documents, Documents, Folds.Of);
        tell?.Invoke("Learning from all …");
        var heads = HeadTraining.Prompts(prompts);
        var model = new InjectionModel(
            heads with { Whole = heads.Whole with { Threshold = PromptThreshold(judgedPrompts) } },
            HeadTraining.Documents(documents) with { Threshold = DocumentThreshold(judgedDocuments) });
        var bytes = model.ToBytes();
        return new TrainedGuard(
            bytes,
            InjectionModel.HashOf(bytes),
            [.. Folds.Table(judgedPrompts, model.Prompts.Whole.Threshold), .. Folds.Table(judgedDocuments, model.Documents.Threshold)],
            prompts.Count + documents.Count);
    }

    /// <summary>How much is caught of each set of attacks when nothing of that set was learnt from: what an attacker of a new kind meets.</summary>
    /// <inheritdoc cref="Run"/>
    public static IReadOnlyList<MeasuredSet> LeaveOneOut(string folder, Action<string>? tell = null)
    {
        var (prompts, documents) = Read(folder, tell);
        tell?.Invoke("Learning once for each set that is left out …");
        var model = InjectionModel.BuiltIn;
        return
        [
            .. Folds.Table(Folds.Judge(prompts, Prompts, static s => s.IsAttack ? s.Set : Folds.Of(s)), model.Prompts.Whole.Threshold),
            .. Folds.Table(Folds.Judge(documents, Documents, static s => s.IsAttack ? s.Set : Folds.Of(s)), model.Documents.Threshold),
        ];
    }

    /// <summary>
    /// The table of models that learnt nothing from the texts written for this repository. These were written by people who had seen mistakes, so the true
    /// figures lie between this table and that of <see cref="Run"/>.
    /// </summary>
    /// <inheritdoc cref="Run"/>
    public static IReadOnlyList<MeasuredSet> PublicOnly(string folder, Action<string>? tell = null)
    {
        var (prompts, documents) = Read(folder, tell);
        tell?.Invoke("Judging without the texts of our own …");
        var judgedPrompts = Folds.Judge([.. prompts.Where(static s => !s.Sample.IsOwn)], Prompts, Folds.Of);
        var judgedDocuments = Folds.Judge([.. documents.Where(static s => !s.Sample.IsOwn)], Documents, Folds.Of);
        return [.. Folds.Table(judgedPrompts, PromptThreshold(judgedPrompts)), .. Folds.Table(judgedDocuments, DocumentThreshold(judgedDocuments))];
    }

    private static (IReadOnlyList<ReadSample> Prompts, IReadOnlyList<ReadSample> Documents) Read(string folder, Action<string>? tell)
    {
        tell?.Invoke("Reading the sets …");
        var features = new Features();
        var read = new SharedSets(folder).Read().Select(s => ReadSample.Of(s, features)).Where(static s => s.Pieces.Count > 0)
            .ToLookup(static s => s.Sample.Source == TextSource.User);
        return ([.. read[true]], [.. read[false]]);
    }

    private static Func<ReadSample, float> Prompts(IReadOnlyList<ReadSample> samples)
    {
        var heads = HeadTraining.Prompts(samples);
        return sample => sample.Margin(heads);
    }

    private static Func<ReadSample, float> Documents(IReadOnlyList<ReadSample> samples)
    {
        var head = HeadTraining.Documents(samples);
        return sample => sample.Margin(head);
    }

    private static float PromptThreshold(IReadOnlyList<Judged> judged) =>
        Goals.HardSets.Select(hard => Folds.Threshold(judged.Where(j => j.Sample.Set == hard.Set), hard.Stopped))
            .Append(Folds.Threshold(judged.Where(static j => j.Sample.Set == "everyday instructions"), Goals.EverydayStopped)).Max();

    private static float DocumentThreshold(IReadOnlyList<Judged> judged) =>
        Goals.ResultSets.Max(set => Folds.Threshold(judged.Where(j => j.Sample.Set == set), Goals.ResultsStopped));
}
