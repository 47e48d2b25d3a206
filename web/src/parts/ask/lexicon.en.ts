/** English words that mean the same, by concept. */

import type { Lexicon } from "./lexicon";

export const EN: Lexicon = {
  /** What the guide is about: a question with one of these is about the scalp. */
  anchors: {
    scalp: "scalp follicle pore pores scalps follicles scalp_skin",
    hair: "hair hairs strand strands hairline roots haired hairy locks tresses barnet fringe baby_hairs hairfall",
    head: "head crown parting part_line temples noggin heads forehead_line back_of_my_head",
    dandruff:
      "dandruff flake flakes flaky flaking flakey white_bits white_specks snow_on_my dandruf dandruff_flakes dandrif white_flakes snowing white_stuff white_dust",
    loss: "hair_loss hairloss balding bald baldness alopecia thinning_hair losing_hair receding falling fall fell thinning_out lose losing loses moulting falls drops_out bald_spot hairfall hair_fall thinning_on_top hair_everywhere balder receding_hairline recession going_bald lost_hair losing_my_hair dropping drops dropping_out coming_out comes_out came_out going_thin hair_going baldy slaphead",
    shampoo:
      "shampoo shampooing wash_my_hair washing_hair wash_hair washing_my_hair shampoos shampooed",
    seborrheic: "seborrheic seborrhoeic seborrhea seborrhoea seb_derm seb_dermatitis sebderm",
    psoriasis: "psoriasis psoriatic silvery scalp_psoriasis",
    lice: "lice louse nit nits headlice head_lice bugs_in_my_hair lousy",
    conditioner: "conditioner hair_mask",
    transplant: "hair_transplant transplanted_hair fue transplants hair_implants hair_plugs fut",
    areata: "alopecia_areata round_patch round_bald",
    cradle: "cradle_cap cradlecap",
  },
  /** What the skin shows: about the scalp unless another part of the body is named. */
  conditions: {
    styling: "wax gel hairspray pomade mousse styling hair_spray hair_fibres putty clay",
    tie: "ponytail bun braid braids tied tie tying tight_hairstyle pulled_back cornrows pigtails slick_back man_bun man_buns pigtail hair_tie updo ballet_bun plaits plait",
    photo:
      "photo photos picture pictures camera flash selfie image images photograph pic pics snap snaps snapshot blurry focus lighting photographing",
    result:
      "result results grade grades mild moderate severe score certainty says_severe says_mild report level levels grading scores percentage",
    privacy:
      "privacy stored data delete deleted private account saved save upload uploaded keep kept anonymous share_my_data my_stuff my_info personal_information erase wipe leak leaked hacked sold sell_my other_people_see who_can_see gdpr deleting selling sell sold_on",
    doctor:
      "doctor doctors dermatologist dermatologists clinic gp trichologist physician specialist get_seen seen_to checked_out get_checked derm derms trichologists specialists doc docs dermo",
    comb: "comb combs combing brush brushing hairbrush detangle tangled tangles brushes hairbrushes bristles knots",
    wig: "wig wigs extensions weave toupee hairpiece dreadlocks sew_in sew_ins locs weaves lace_front tape_ins",
    finasteride:
      "finasteride propecia dutasteride avodart hair_loss_pill hair_loss_pills hair_loss_tablets fin",
    minoxidil: "minoxidil rogaine regaine minox",
    functional: "hair_growth_shampoo anti_hair_loss functional alpecin nioxin plantur",
    ketoconazole: "nizoral ketoconazole antifungal nizoral_shampoo keto_shampoo",
    antidandruff:
      "zinc pyrithione selenium salicylic antidandruff anti_dandruff head_and_shoulders",
    tonic: "tonic tonics serum serums ampoule menthol leave_on hair_spray_tonic peppermint essence",
    scaling: "scrub exfoliate exfoliating exfoliation exfoliant scaling_session peel_treatment",
    dry_shampoo: "dry_shampoo",
    only_water:
      "no_poo water_only without_shampoo only_water just_water stop_shampoo giving_up_shampoo quit_shampoo rinsing_only just_rinsing without_any_shampoo",
    heat_tool:
      "straightener straighteners flat_iron flat_irons curling curler tongs hot_tools heat_styling straightner straightners heat_damage",
    perm: "perm perms permed straightening relaxer rebonding keratin relaxers straighten straightened straighteners_perm rebond brazilian_blowout",
    dye: "dye dyed dyeing colour color colouring coloring tint bleach bleached henna highlights coloured colored colours colors dyes bleaching tinted box_dye highlight dying roots_done roots_done balayage colouration recolour",
    loss: "shedding shed falling_out falls_out fall_out hair_is_coming_out hair_coming_out hair_comes_out hair_came_out",
    scale:
      "scale scales scaly scaling peel peeling skin_comes_off powder flaking_skin dead_skin skin_flakes shedding_skin peels flaked dry_skin powdery",
    sebum:
      "sebum oily oil_production grease greasy greasiness oiliness slick slimy lank greasier oilier oils_up oiliest greased oil_slick greasiest oily_hair greasy_hair",
    dry: "dry dryness tight dehydrated moisture parched drying dried",
    itch: "itch itchy itches itching itchiness scratch scratching prickly crawling ichy itchyness scratchy scratched itchiest",
    red: "red redness pink erythema inflamed blotchy reddish flushed irritated irritation",
    spot: "spot spots pimple pimples zit zits acne pustule pustules folliculitis boil boils bump bumps breakout whiteheads lumps_and_bumps breaking_out break_out pimply bumpy spotty whitehead pustular pimpled",
    sting:
      "sting stings stinging burn burns burning tender sore tingling sensitive smarts burny prickles prickling raw",
    pain: "pain painful hurt hurts hurting ache",
    crust: "scab scabs crust crusts sore_spot sores",
    smell:
      "smell smells smelly odor odour stink stinks stinky reek whiff musty sour funky reeks reeking pong pongs whiffy dirty_smell niff niffs honks stinking",
    lump: "lump lumps cyst wart mole growth_on lumpy cysts bump_under growth moles",
    fungus: "fungus fungal ringworm tinea yeast",
    eczema: "eczema atopic dermatitis",
    thin: "thin thinner thinning sparse see_through widening wider recede wispy thinned scalp_showing see_my_scalp",
    grey: "grey gray greying graying white_hair white_hairs greys grays silver_hair",
    root: "bulb root_end",
    limp: "limp flat volume volumising lifeless fine_hair",
    procedure: "scalp_tattoo tattoo",
    site: "site website app service",
  },
  /** What is done or used: about the scalp if the whole question fits the guide. */
  others: {
    treatment: "treatment treatments treat treated therapy",
    allergy: "allergic allergy allergies reaction hives",
    bite: "bite bitten bug insect mosquito wasp bee tick stung",
    wound: "wound cut cuts graze stitches staples injury scar scars",
    wash: "wash washing washed cleanse lather rinse shower showering bathe lathering wahs washes",
    dryer: "dryer blow_dry blowdry blow_drying blowdrying air_dry hairdryer",
    water: "hot_water cold_water lukewarm water_temperature temperature warm_water",
    massage: "massage massaging massager gua_sha scalp_brush massages scalp_massager head_massager",
    oil: "oil oils coconut argan rosemary castor olive tea_tree jojoba oiling peppermint_oil almond_oil vaseline",
    remedy:
      "vinegar salt baking_soda aloe onion egg lemon home_remedy home_remedies honey mayonnaise diy garlic acv apple_cider rice_water yoghurt onion_juice bicarb",
    lotion: "moisturiser moisturizer moisturise moisturize cream lotion hydrate",
    ingredient:
      "sulphate sulfate sulphates sulfates silicone silicones ph natural organic surfactant sls ingredients paraben soap chemicals sulfate_free sulphate_free silicone_free parabens preservatives",
    steroid: "steroid steroids hydrocortisone ointment cortisone betamethasone",
    side: "side_effect side_effects racing dizzy sex_drive libido erection erectile sexual impotence",
    pharmacy: "pharmacy pharmacist over_the_counter chemist drugstore buy_online",
    procedure:
      "prp injection injections laser lasers microneedling dermaroller stem_cell led micropigmentation red_light red_light_cap laser_cap laser_comb led_cap derma_roller prp_injection exosomes",
    contagious:
      "contagious infectious catch catching pass_it pass_on spread spreads transmit transmitted give_this give_it get_it_from infect off_me from_me off_him off_her off_my off_someone catchable",
    share: "share sharing borrow borrowed lend borrowing borrows someone_elses shared",
    towel: "towel towels pillow pillowcase pillowcases bedding sheets",
    clean: "clean cleaning disinfect sanitise sanitize cleaning_brush",
    hat: "hat hats cap caps helmet beanie headgear hijab headscarf cap_all_day helmets hard_hat beanies bandana turban durag cycling_helmet bike_helmet motorbike_helmet hats_all",
    sweat:
      "sweat sweaty sweating gym workout exercise exercising running run cycling bike yoga sweats perspire perspiration sport sports training jog jogging football_training spin_class",
    swim: "swim swimming pool chlorine sea ocean swimmer pools lido surf surfing",
    sauna: "sauna hot_tub steam_room hot_spring hot_bath spa jacuzzi",
    sun: "sun sunburn sunburnt sunburned sunscreen uv sunlight sunshine beach sunny spf burnt_by sun_cream suncream tan tanned",
    winter:
      "winter cold_weather heating humidifier air_conditioning humidity radiator central_heating cold_air",
    summer: "summer humid heatwave hot_weather",
    autumn: "autumn season seasonal fall_season seasons",
    dust: "dust pollution smog dusty",
    hard_water: "hard_water shower_filter limescale tap_water shower_head soft_water filter",
    food: "food foods eat eating diet dairy chocolate coffee spicy protein sugar junk_food fast_food milk cheese gluten bread sweets nuts fish meat vegetables eggs vegan vegetarian caffeine",
    supplement:
      "supplement supplements biotin vitamin vitamins collagen iron_tablets gummies yeast_tablets supps omega fish_oil zinc_tablets magnesium probiotics multivitamin creatine",
    diet: "weight_loss lost_weight dieting crash_diet iron anaemia anemia ozempic fasting lose_weight lost_weight kilos pounds lbs keto lost_kilos calorie_deficit wegovy mounjaro starving anorexia anaemic anemic undereating low_iron",
    smoke: "smoke smoking cigarette cigarettes vape vaping nicotine smoker smokers weed cannabis",
    alcohol: "alcohol drinking beer wine drink booze drunk vodka drinks",
    sleep:
      "sleep sleeping bed overnight tired insomnia nights sleepless night_shift night_shifts no_sleep stay_up gone_to_bed soggy_hair_bed",
    stress:
      "stress stressed anxiety exam exams stressful worry divorce breakup bereavement grief burnout deadline overworked lost_my_job stressing pressure anxious nerves redundancy",
    mood: "depressed low ashamed embarrassed confidence self_esteem upset sad self_conscious miserable ugly bullied teased crying baldy mirror dating hate_my_hair avoid_people lonely",
    pregnant:
      "pregnant pregnancy breastfeeding breast_feeding nursing expecting foetus preggo trimester ttc conceive breastfeed expecting_mum",
    birth:
      "postpartum childbirth gave_birth new_mom after_birth having_a_baby had_a_baby new_mother giving_birth baby_is months_post_partum post_partum after_giving_birth c_section newborn_mum",
    menopause:
      "menopause menopausal hormone hormones hormonal pcos oestrogen estrogen period perimenopause hrt",
    child:
      "child children kid kids teenager teenage teen son daughter adolescent year_old toddler school kiddo kids_hair boy girl nephew niece grandchild teenagers teens 12 13 14 toddlers my_daughter my_son",
    baby: "baby babies newborn infant newborns bub little_one",
    old: "old age ageing aging elderly older senior grandma grandpa nan seventies sixties eighties fifties pensioner",
    sex: "men women man woman male female",
    heredity:
      "genetic genetics inherited hereditary runs_in father family_history genes mother_side dad grandfather mum mum_side mums dads parents grandparents maternal paternal uncle inherit genetically grandad granddad grandmother mother hereditory skip_a_generation family_side mums_side moms mom mom_side dads_side",
    illness:
      "covid flu illness surgery operation thyroid ill sick virus anaesthetic anesthesia hospitalised hospitalized infection_last fever_last",
    chemo: "chemo chemotherapy cancer radiotherapy",
    drug: "medication medicine medicines pill pills antidepressant contraceptive birth_control tablets drug meds accutane antidepressants the_pill statins ssri blood_pressure_tablets birth_control_pill",
    diabetes: "diabetes diabetic immune immunity immunosuppressed immunosuppressant",
    pluck: "pluck plucking pull_out pulling trichotillomania yank plucked pulls tweeze",
    shave: "shave shaving shaved buzz_cut razor trim cutting",
    growth: "grow grows growth longer faster growing regrowth_speed length inches_per_month",
    eyebrow: "eyebrow eyebrows beard eyelash eyelashes",
    squeeze: "squeeze squeezing pop popping burst pick picking",
    hospital: "hospital hospitals",
    heat: "hot heat warm scalp_heat",
    insurance: "insurance insured coverage insurances bupa nhs_cover nhs covered reimburse",
    price: "free cost price pay subscription expensive costs priced how_much_is fee fees",
    accuracy:
      "accurate accuracy trust reliable wrong ai algorithm mistake mistakes error errors believe confident differ inconsistent two_different different_results different_answers right_about sure correct legit accurate_is bs rubbish_results trustworthy",
    product:
      "product products sponsored recommendation recommendations recommended suggests sponsor adverts ads ad",
    type: "type types combination",
    fragrance:
      "fragrance fragrances perfume scent scented unscented fragrance_free perfumed perfumes scents",
    device:
      "medical_device replace instead_of real_doctor medical_advice medical_grade human_doctor",
    repeat:
      "again recheck repeat track follow_up compare rechecked retest next_check every_week_check track_progress before_and_after",
    family:
      "family wife husband partner boyfriend girlfriend flatmate roommate sister brother household",
    test: "test tested testing patch_test",
    home: "at_home leave_it ignore wait_and_see watch_and_wait by_itself on_its_own",
    new_product: "new_shampoo new_product switched switching changed_shampoo changed",
    routine: "routine habit habits healthy maintain",
    work: "hairdresser job factory chemicals occupational solvents building_site",
    end_hair: "split_ends breakage breaks damaged",
    season: "spring october september",
    several: "several multiple all_at_once everything both",
    serious: "serious worried worrying worry panic concerned dangerous_sign",
    regrow: "regrow regrows regrowth grow_back grows_back come_back recover recovery ever_grow",
    cure: "cure cured forever permanent permanently lifelong for_good chronic incurable keeps_coming coming_back keeps_returning recurring keep_coming keep_getting relapse relapsing",
    money: "worth waste worth_it rip_off expensive value",
    ask: "chatbot bot question questions answers answer chatgpt human",
    school: "school nursery daycare teacher classroom kindergarten",
    strength: "percent strength concentration stronger",
    same_day: "mix alternate together combine layering same_time",
    age: "years_old age_limit old_enough under_14 under_18",
    photo: "rejected",
  },
  /** How something is asked; they rank answers, and say nothing about the subject. */
  manners: {
    why: "why cause causes reason what_makes how_come whats_causing reasons due_to cause_of",
    how: "how_do how_to how_can what_can what_should help helps deal way handle manage any_tips tips advice what_to_do what_do_i_do best_way fix",
    frequency:
      "how_often every_day daily times_a twice frequency often each_day times_per how_regularly every_other_day per_week each_week everyday evryday dayly",
    allowed:
      "can_i may_i okay ok safe should_i is_it_fine allowed alright is_it_ok is_it_okay fine can_you do_i_have_to am_i_allowed need_to harmless bad_to is_it_safe",
    when: "when what_time morning evening before after",
    what: "what_is what_are meaning mean means explain",
    duration:
      "how_long weeks months long_until long_before how_soon how_many_weeks how_many_months when_will when_does by_when",
    choose:
      "best recommend choose pick_a good_for recs recommendation recommend_me suggest which_one good_brand any_recs",
    effect:
      "work works working effective any_good useful any_use does_it_work pointless good_idea help_with beneficial benefit",
    bad: "bad harmful harm damage dangerous wrecking ruin ruining hurts_my damaging",
    remove:
      "get_rid stop reduce remove control relieve soothe calm out_of go_away permanently clear_up cure eliminate getting_rid cure_my wont_go stop_the prevent",
    difference:
      "difference different versus vs distinguish differ diff difference_between the_same_as",
    wet: "wet damp soggy sopping",
    night: "night before_bed",
    normal: "normal how_many how_much too_much how_many_hairs is_this_normal",
    suddenly: "suddenly sudden lately",
    early: "early signs starting begun beginning",
    against: "return recur",
  },
  elsewhere:
    "face knee my_back lower_back back_hurts rash_on_my_arm back_pain foot feet toe toes finger fingers nail nails tooth teeth gum gums leg legs arm arms stomach belly chest armpit groin eye eyes nose lip lips ear_wax headache migraine elbow hand hands hip ankle cough heel heels stock stocks bitcoin crypto weather movie film song football soccer cricket travel restaurant recipe cook translate math maths python_code programming president election mortgage tax car phone laptop lottery salary interview homework game pizza netflix youtube flight hotel visa hello hi breakfast lunch dinner book novel insurance_quote quit_smoking weight_fast tooth_ache abs bicep thighs knees shoulder shoulders spine toothache dentist braces wisdom nosebleed period_pain cramps heartburn constipation diarrhoea diarrhea bloating kidney liver cholesterol blood_pressure blood_sugar insomnia snoring glasses lasik botox nose_job lipstick makeup mascara eyeliner dark_circles wrinkles whitening chapped underarm underarms armpits bikini leg_hair pubic nasal nostril ears_cleaned blocked_ear tinnitus jaw throat_sore cold_medicine cough_syrup snow rain raining forecast temperature_outside shares invest investing ethereum bank loan loans rent landlord insurance_car car_insurance engine tyre tyres tire petrol driving train trains flights bus parcel delivery refund order_pizza burger pasta rice_recipe boil fry steak chicken cake bake baking coffee_machine wine_pairing calories restaurants wedding birthday gift girlfriend_angry boyfriend_angry divorce_lawyer lawyer cv resume job_interview essay_on spreadsheet excel javascript coding java iphone android phone_screen wifi battery printer app_crash password email whatsapp instagram_followers tiktok_followers series lyrics concert band guitar piano chess football_score cricket_score olympics super_bowl world_cup queen king kings minister capital population distance planet moon pythagoras equation algebra physics chemistry_homework spanish french german grammar translate_this horoscope zodiac tarot dream garden tomatoes plants cockroaches ants duvet laundry washing_machine dishwasher oven fridge mould_on vacuum paint wallpaper sofa socks shoes dress outfit trousers stomach_ache poo pee urine vagina penis sex_position condom eyesight contact_lenses eyelid_twitch eyebrow_tattoo pregnancy_signs pregnancy_test toenail toenails exam_dates air_conditioner large_pores beard_styles swimming_lessons destress sleep_better lose_weight diabetes_diet back_acne bacne nose_hair nose_hairs fall_asleep asleep girlfriend_is boyfriend_is",
  never:
    "cat cats kitten pet pets fur dog dogs cat_hair puppy hamster rabbit horse hairstyle haircut hairdo suit_my_face suits_me trendy fashion salon_appointment book_a capital_of poem joke story write_me essay how_old_are_you dogs_fur cats_fur parrot goldfish bangs fringe_cut bob_cut hair_style what_colour_should_i which_haircut suit_a_round",
};
