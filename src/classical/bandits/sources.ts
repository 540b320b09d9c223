// Layer 4: where the methods for bandits come from, and what they do beyond the words of the papers.
//
// Duan et al. 2016, section 3.1, name the methods in a sentence each. The scripts that their table was made with are in the
// history of a public repository, and settle what the sentences leave open: what is counted before the first pull, which of
// several equal arms is pulled, what t is, which draw optimistic Thompson sampling keeps, which parameters were tried:
// https://github.com/florensacc/rllab-curriculum/blob/6e0bbae91d6e7321dfffa6b9fc42e1b334f6a7c5/sandbox/rocky/neural_learner/scripts/bandits/evaluate_bandits.py

/** The paper whose table the methods reproduce. */
export const RL2_PAPER = "Duan et al. 2016, https://arxiv.org/abs/1611.02779, section 3.1";
