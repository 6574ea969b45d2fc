namespace Axle.Workflows.Definition.Language;

/// <summary>The part of the language page that says what each kind of step gives, and where inner steps are found.</summary>
internal static class ResultsSection
{
    /// <summary>The text, in Markdown.</summary>
    public const string Text = """
        ## What steps return
        `steps.<key>.output` is what a step gives. A list of steps gives an object with the output of each of its steps under the step's key, and
        it succeeds when no step in it failed without `continueOnError`. After a failure, steps that do not depend on the failed one go on; the
        list ends when all its steps have ended, and its error is that of the first failed step in the order of the file.

        | kind | output | paths of inner steps | fails when |
        | --- | --- | --- | --- |
        | `agent`, `tool`, `code`, `run` | what the agent, tool, program or command gives | | the work fails |
        | `prompt` | the answer: a text, or data that matches `output` | | the model fails, or its answer does not match |
        | `parallel` | `{ <branch>: <output of its list> }` | `step[branch]/key` | a branch failed; the others end first |
        | `forEach` | `{ items: [<output of its list, or null>], failed: [{ index, kind, message }] }` | `step[3]/key` | an item failed, as `onItemError` says |
        | `loop` | `{ rounds: 3, last: <output of the last round, or null> }` | `step[2]/key` | a round failed, or `maxIterations` is not enough |
        | `switch` | output of the list that was taken; `{}` for none | `step[0]/key`, `step[default]/key` | its list failed |
        | `saga` | output of its list | `step/key` | its list failed; what completed is undone first, last things first |
        | `uses` | the other workflow's outputs | `step/key` | the other workflow failed, or calls itself |
        | `wait` | `{ at: <time> }`; for a signal the body of the signal | | the signal did not come in time |
        | `approval` | `{ approved: true, by, comment, parameters, edited: { <name>: { from, to } } }` | | somebody said no, or nobody answered in time |
        | `set` | the values that were set | | an expression fails |
        | `return`, `fail` | none: they end the run, or the workflow that `uses` runs | | |

        Error handlers run at `step/onError/key`, undo steps at `step/compensate/key`. Paths nest: `each[3]/inner[left]/key`.

        - **`parallel`** opens all branches at once.
        - **`switch`** compares `on` with each case as `==` does, or takes the first `when` that is true; else `default`.
        - **`loop`** checks `while` before each round, the first included, and `until` after each. In `while`, `steps` are those of the round
          before and null before the first. Needing one round more than `maxIterations` is a failure; `until` that is true at the last allowed
          round is none. `loop.previous` is the output of the round before, null in the first.
        - **`forEach`** takes items in order, `concurrency` at once; a list of null has no items. With `batchSize`, `item` is a list and `index`
          counts batches. `onItemError: fail` starts no new items after a failure, `failAtEnd` tries all and then fails, `continue` completes.
        - **`saga`** undoes completed steps that have a `compensate`, at any depth, in reverse order of completion, one after another.
        - **`uses`** runs the steps of the other workflow in this run, with inputs from `with` and variables of its own; nothing inside sees the
          steps around it. Definitions are fixed when the run starts. 32 levels at most.
        - **`return`** and **`fail`** end everything that is still open there.
        - **`wait`** for a signal takes the oldest one of that name, also one that came before the step began to wait.
        - **`approval`** takes an answer only when edits are of `editable` parameters and match `schema`.

        """;
}
