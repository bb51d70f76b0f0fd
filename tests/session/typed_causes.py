"""What people may type as a cause, with the failure modes that a colleague would take it for.

Ours, written from the names of the failure modes alone, before any matching was tried. Lines were dealt in turn: the
first of two goes to `TUNED`, by which thresholds were chosen, the second to `HELD_OUT`, by which they are judged.
Several ids where either would be right; none where the catalogue holds no such cause.
"""

from __future__ import annotations

from typing import NamedTuple


class Typed(NamedTuple):
    """A line somebody types, the playbook they use, and the failure modes it may be taken for."""

    playbook: str
    text: str
    right: frozenset[str]


_DEEP_LEARNING = """
lr-too-high: the learning rate is too high
lr-too-high: lr too big
lr-too-high: step size way too large
lr-too-high: learning rate too large for this batch size
lr-too-low: learning rate too small
lr-too-low: the lr is too low
lr-schedule-units: scheduler is stepped every batch instead of every epoch
lr-schedule-units: the lr schedule counts epochs but we step it per iteration
exploding-gradients: gradients explode
exploding-gradients: exploding gradient
vanishing-gradients: dead relus
vanishing-gradients: the gradients vanish in the early layers
bad-init: weights are initialised badly
bad-init: wrong weight initialization
wrong-loss: wrong loss function for a softmax output
wrong-loss: the last activation does not fit the loss
double-softmax: softmax applied twice
double-softmax: I pass probabilities to CrossEntropyLoss instead of logits
silent-broadcast: broadcasting bug in the loss
silent-broadcast: the target has shape (N,) and the prediction (N,1)
frozen-params: the encoder is frozen
frozen-params: some parameters are not in the optimizer
graph-break: a detach() cuts the graph
graph-break: gradients don't flow back to the encoder
numeric-overflow: log of zero gives NaN
numeric-overflow: division by zero somewhere
fp16-overflow: fp16 overflow
fp16-overflow: mixed precision underflows
constant-or-nan-feature: NaN in the input data
constant-or-nan-feature: one corrupted sample in the data set
unnormalised-inputs: inputs are not normalized
unnormalised-inputs: features aren't standardised
double-normalisation: we normalise the images twice
double-normalisation: inputs are divided by 255 two times
preprocess-mismatch: different preprocessing at test time
preprocess-mismatch: validation images are resized differently than training images
label-misalignment: labels are shifted against the images
label-misalignment: inputs and labels got out of order
label-noise: the labels are noisy
label-noise: many wrong annotations
class-imbalance: class imbalance
class-imbalance: it just predicts the majority class
overfitting: it's overfitting
overfitting: too little data
under-capacity: the network is too small
under-capacity: model capacity too low
over-regularised: too much dropout
over-regularised: weight decay is too strong
undertrained: we stop training too early
undertrained: it needs more epochs
train-eval-mode: forgot model.eval()
train-eval-mode: dropout still active during evaluation
train-test-overlap: data leakage
train-test-overlap: test samples are in the training set
eval-bug: the accuracy is computed wrong
eval-bug: bug in the evaluation script
unshuffled-data: data isn't shuffled
unshuffled-data: forgot to shuffle the data loader
grad-accum-normalisation: gradient accumulation is not scaled right
grad-accum-normalisation: loss not divided by accumulation steps
config-not-applied: the config override is ignored
config-not-applied: my hyperparameter never reaches the trainer
wrong-code-ran: running an old version of the code
wrong-code-ran: wrong git branch was deployed
checkpoint-incomplete: the optimizer state is not restored on resume
checkpoint-incomplete: checkpoint does not save the scheduler
throughput-decay: it gets slower and slower
throughput-decay: something accumulates and slows down each step
memory-leak: memory leak
memory-leak: we keep the graph alive by summing losses, RAM grows
gpu-starved: dataloader is the bottleneck
gpu-starved: the GPU is waiting for data
hardware-fault: a broken GPU
hardware-fault: faulty hardware on one node
seed-variance: just an unlucky seed
seed-variance: seed noise
one-seed-claim: the improvement is just noise between seeds
one-seed-claim: we only compared one seed
logging-artefact: the plot is smoothed misleadingly
logging-artefact: a logging bug, the curve is wrong
slow-node: one straggler GPU holds up the others
slow-node: one worker is slower than the rest
storage-eviction: data was evicted from the scratch disk
loader-index-growth: the sampler's index list grows with the number of steps
"""

_POLICY_GRADIENT = """
reward-scale: rewards are much too large
reward-scale: reward scale is wrong
reward-scale: returns need normalisation, they are in the thousands
reward-mean-shift: subtracting the mean reward changes the task
reward-mean-shift: reward centering broke the objective
reward-misspecified: reward hacking
reward-misspecified: the agent exploits the reward function
suicidal-policy: the agent kills itself to avoid the negative reward
suicidal-policy: dying early pays more than staying alive
reward-uninformative: sparse reward
reward-uninformative: the reward is always zero
reward-not-markov: reward depends on history the critic does not see
obs-missing-info: velocity is missing from the observation
obs-missing-info: partial observability
obs-corruption: observations contain garbage
obs-corruption: sensor values are corrupted sometimes
env-nondeterminism-unknown: the environment was updated to another version
env-nondeterminism-unknown: wrong environment
action-range: actions are clipped
action-range: action scaling is off
termination-truncation: time limit treated as terminal
termination-truncation: truncation is handled as done
reset-leak: state leaks over the reset
reset-leak: the env does not reset properly
env-not-stepped: we store the next observation instead of the current one
env-not-stepped: off by one between observation and action
discount-horizon: gamma is too low
discount-horizon: discount factor too small for such long episodes
exploration-collapse: stuck in a local optimum
exploration-collapse: not enough exploration
correlated-envs: all environments have the same seed
correlated-envs: the parallel envs are correlated
stale-experience: off-policy data, the actors are behind the learner
stale-experience: samples are stale
batch-too-small: batch size too small
batch-too-small: gradients are too noisy
implementation-gap: missing an implementation detail of the paper
implementation-gap: the reference code does something the paper does not mention
task-too-hard: the task is just too hard
task-too-hard: the environment is too difficult
nonstationary-normaliser: the running normaliser keeps moving
nonstationary-normaliser: observation statistics change under the policy
running-stats-bug: the normalisation statistics are not loaded
running-stats-bug: VecNormalize stats not saved with the model
normalisation-one-path-only: only the policy sees normalised observations
normalisation-one-path-only: the critic gets raw observations
train-metric-as-eval: the training return is not the evaluation score
train-metric-as-eval: logged reward is the shaped one, not the real score
self-play-forgetting: self-play cycles
self-play-forgetting: it forgets how to beat old opponents
primacy-bias: it overfits to early experience
primacy-bias: primacy bias
entropy-collapse: entropy collapsed
entropy-collapse: entropy bonus too small
entropy-collapse: the policy becomes deterministic too early
entropy-growth: the entropy bonus is too large
entropy-growth: entropy keeps rising
entropy-stuck-max: the policy stays random
entropy-stuck-max: policy never gets any gradient and stays uniform
ratio-not-one: log probs of old and new policy don't match
ratio-not-one: importance ratio isn't 1 on the first epoch
kl-blowup: policy updates too big
kl-blowup: KL explodes
kl-too-low: updates are too small, KL near zero
kl-too-low: the policy hardly changes per update
kl-negative: the KL is computed wrong
kl-negative: KL goes negative so the estimator is broken
value-not-learning: the critic is broken
value-not-learning: the value function does not learn
value-not-learning: the baseline is useless
value-collapse-perfect: critic predicts a constant because returns never vary
advantage-bug: GAE bug
advantage-bug: advantages are computed incorrectly
adv-normalisation: advantage normalisation is missing
adv-normalisation: advantages are normalised per minibatch
shared-trunk-interference: value loss dominates the shared network
shared-trunk-interference: vf_coef too large
pixel-scaling-missing: pixels are not divided by 255
pixel-scaling-missing: images not scaled to 0-1
reward-clip-hides-signal: reward clipping removes the difference
reward-clip-hides-signal: rewards are clipped to [-1, 1]
lstm-minibatch-shuffle: LSTM states are shuffled
lstm-minibatch-shuffle: recurrent sequences are broken up by minibatching
clip-action-logprob: log prob is computed on the clipped action
clip-action-logprob: tanh squashing correction missing in the log-probability
"""

_REINFORCEMENT_LEARNING = """
impatience: it just needs more time to learn
impatience: learning hasn't started yet
epsilon-schedule: epsilon decays too fast
epsilon-schedule: wrong exploration schedule
target-net-frequency: target network is never updated
target-net-frequency: the target net updates too often
wrong-td-target: the bellman target is wrong
wrong-td-target: bootstrapping from the wrong network
q-overestimation: Q-values are overestimated
q-overestimation: overestimation bias
sac-temperature: alpha explodes
sac-temperature: the temperature of SAC is badly tuned
buffer-misalignment: replay buffer overwrites transitions
buffer-misalignment: bug in the replay buffer
buffer-misalignment: experience is stored under the wrong index
"""

_NO_MODE = """
deep-learning: bad luck
deep-learning: the cluster
deep-learning: cosmic rays
deep-learning: my new sampler class
deep-learning: something with the data
deep-learning: no idea
deep-learning: it is a bug
deep-learning: a typo
deep-learning: pytorch 2.4
deep-learning: the new CUDA version
deep-learning: Anna changed something
deep-learning: the refactoring last week
deep-learning: the tokenizer
deep-learning: the paper is wrong
deep-learning: the new augmentation code
deep-learning: the attention mask
deep-learning: positional encoding
deep-learning: the optimizer
deep-learning: the loss
deep-learning: the model
deep-learning: gradients
deep-learning: batch norm
deep-learning: the dataset changed
deep-learning: the network
deep-learning: the transformer block
deep-learning: Slurm killed it
deep-learning: someone else used the GPU
deep-learning: a race condition
deep-learning: the docker image
deep-learning: nothing, it works as intended
deep-learning: the random number generator
deep-learning: the weather
deep-learning: an off-by-one
deep-learning: the new compiler flag
deep-learning: the beam search
deep-learning: numerical issues
policy-gradient: PPO is just bad at this
policy-gradient: the physics engine
policy-gradient: the policy
policy-gradient: the reward
policy-gradient: the critic
policy-gradient: the environment
policy-gradient: my wrapper
policy-gradient: MuJoCo update
policy-gradient: the curriculum
policy-gradient: the lander's legs
policy-gradient: a bug in my code
policy-gradient: the simulator crashed
policy-gradient: the discriminator wins
policy-gradient: wrong camera angle
policy-gradient: the opponent is too strong
policy-gradient: the goal is never sampled
policy-gradient: hyperparameters
policy-gradient: a deadlock in the workers
policy-gradient: the tokens
policy-gradient: the reference model is the wrong one
policy-gradient: a success for the wrong reason
policy-gradient: the domain randomisation
reinforcement-learning: prioritised sampling
reinforcement-learning: the n-step returns
reinforcement-learning: the ensemble disagrees
reinforcement-learning: the world model hallucinates
reinforcement-learning: my planner
reinforcement-learning: hindsight relabelling
reinforcement-learning: wrong hyperparameters
reinforcement-learning: the frame stack
deep-learning: silence at the ends of the recordings
deep-learning: the graph has no self-loops
"""


def _listed(playbook: str, text: str) -> list[Typed]:
    pairs = [line.split(": ", 1) for line in text.strip().splitlines()]
    return [Typed(playbook, said, frozenset(ids.split(" or "))) for ids, said in pairs]


_HELD_SINCE = {
    "a deadlock in the workers": frozenset({"processes-deadlocked"}),
    "a race condition": frozenset({"read-before-finished"}),
    "the new CUDA version": frozenset({"packages-clash", "default-changed"}),
    "the new compiler flag": frozenset({"compiled-differs"}),
}
"""Lines whose cause the catalogue came to hold after the list was written."""
_NONE = [
    Typed(playbook, said, _HELD_SINCE.get(said, frozenset()))
    for playbook, said in (line.split(": ", 1) for line in _NO_MODE.strip().splitlines())
]
_ALL = [
    *_listed("deep-learning", _DEEP_LEARNING),
    *_listed("policy-gradient", _POLICY_GRADIENT),
    *_listed("reinforcement-learning", _REINFORCEMENT_LEARNING),
    *_NONE,
]
TUNED = tuple(_ALL[0::2])
HELD_OUT = tuple(_ALL[1::2])
